//! The command line: `nuandong COMMAND`. Standard output carries only the answer, logs go to standard error.

mod case_number;
mod deadline;
mod demo;
mod doctor;
mod export;
mod graph;
mod imports;
mod keys;
mod receipt;
mod search;
pub mod seed;
mod serve;
mod staff;
mod token;

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::{
    clock::{Clock, Entropy},
    config::{Config, Flags},
    portal::Portal,
    telemetry, web,
};

/// Nuandong (暖冬): a public tip and complaint portal for court enforcement
#[derive(Parser)]
#[command(name = "nuandong", version, about, propagate_version = true)]
struct Arguments {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// The web server and the job worker (the default)
    Serve(serve::Options),
    /// The job worker alone
    Worker,
    /// Bring the database to this version
    Migrate,
    /// What is configured, what cannot work, what is unproven; exit 1 if it cannot serve
    Doctor,
    /// People of the courts
    #[command(subcommand)]
    Staff(staff::Command),
    /// API tokens
    #[command(subcommand)]
    Token(token::Command),
    /// The court tree
    #[command(subcommand)]
    Courts(imports::Courts),
    /// Holidays and make-up workdays
    #[command(subcommand)]
    Calendar(imports::CalendarCommand),
    /// Read case numbers: one per line in, one JSON object per line out
    CaseNumber {
        /// A file; standard input without it
        file: Option<PathBuf>,
    },
    /// A due date with its working
    Deadline(deadline::Options),
    /// Signed receipts
    #[command(subcommand)]
    Receipt(receipt::Command),
    /// Exported reports
    #[command(subcommand)]
    Export(export::Command),
    /// The key file
    #[command(subcommand)]
    Keys(keys::Command),
    /// What belongs together: same case, same respondent, similar texts
    #[command(subcommand)]
    Graph(graph::Command),
    /// The index of full-text search
    #[command(subcommand)]
    Search(search::Command),
    /// Fill the database with synthetic reports
    Seed(seed::Options),
    /// Print the API description
    Openapi,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    telemetry::start();
    end_quietly_when_nobody_reads();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("nuandong: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(run(arguments)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("nuandong: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// `nuandong doctor | head -1` is no failure: whoever read the answer has read enough.
fn end_quietly_when_nobody_reads() {
    let told = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let text = panic.payload_as_str().unwrap_or_default();
        if text.starts_with("failed printing to stdout") && text.contains("Broken pipe") {
            std::process::exit(0);
        }
        told(panic);
    }));
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let config = Config::load(arguments.flags)?;
    let command = arguments.command.unwrap_or_else(|| Command::Serve(serve::Options::default()));
    match command {
        Command::Serve(options) => serve::run(config, options).await?,
        Command::Worker => serve::worker(open(config, true).await?).await?,
        Command::Migrate => {
            open(config, true).await?;
        }
        Command::Doctor => return doctor::run(config).await,
        Command::Staff(command) => staff::run(&open(config, true).await?, command).await?,
        Command::Token(command) => token::run(&open(config, true).await?, command).await?,
        Command::Courts(command) => imports::courts(config, command).await?,
        Command::Calendar(command) => imports::calendar(config, command).await?,
        Command::CaseNumber { file } => case_number::run(&config, file.as_deref())?,
        Command::Deadline(options) => deadline::run(&options)?,
        Command::Receipt(command) => return receipt::run(&config, command),
        Command::Export(command) => return export::run(&config, command),
        Command::Keys(command) => keys::run(&config, &command)?,
        Command::Graph(command) => graph::run(&open(config, true).await?, &command).await?,
        Command::Search(command) => search::run(&open(config, true).await?, &command).await?,
        Command::Seed(options) => seed::run(&open(config, true).await?, &options).await?,
        Command::Openapi => println!("{}", web::api::openapi::description().to_pretty_json()?),
    }
    Ok(ExitCode::SUCCESS)
}

/// The clock that the settings ask for.
fn clock(config: &Config) -> Clock {
    config.now.map_or(Clock::Real, Clock::fixed)
}

/// Opens the portal, making folder, keys and schema when missing.
async fn open(config: Config, migrate: bool) -> anyhow::Result<Portal> {
    let clock = clock(&config);
    Portal::open(config, clock, Entropy::from_system(), migrate).await.context("the portal cannot be opened")
}
