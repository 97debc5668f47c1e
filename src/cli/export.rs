//! `nuandong export verify`: checks an exported report without network and database. Makes nothing.

use std::{fs::File, path::PathBuf, process::ExitCode};

use anyhow::Context;
use serde_json::json;

use super::receipt::public_keys;
use crate::{
    config::Config,
    domain::report::ReportNumber,
    export::verify::{Verdict, VerifyError, Wrong, verify},
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Say whether an exported report is as the portal made it; exit 1 if it is not
    Verify(Verify),
}

#[derive(clap::Args)]
pub struct Verify {
    /// The ZIP
    file: PathBuf,
    /// A public key to check against, in base64url; several times for several keys
    #[arg(long, value_name = "PUBLICKEY", allow_hyphen_values = true)]
    key: Vec<String>,
    /// File with public keys, as `/api/v1/receipt-keys` gives them
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Answer with one JSON object
    #[arg(long)]
    json: bool,
}

pub fn run(config: &Config, command: Command) -> anyhow::Result<ExitCode> {
    let Command::Verify(options) = command;
    let keys = public_keys(config, &options.key, options.keys.as_deref())?;
    let file = File::open(&options.file).with_context(|| options.file.display().to_string())?;
    let checked = verify(file, &keys);
    if options.json {
        println!("{}", as_json(&checked));
    } else {
        println!("{}", in_words(&checked));
    }
    let fine = checked.is_ok_and(|verdict| verdict.wrong.is_empty());
    Ok(if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn as_json(checked: &Result<Verdict, VerifyError>) -> serde_json::Value {
    match checked {
        Ok(verdict) => json!({
            "genuine": verdict.wrong.is_empty(),
            "reason": null,
            "number": verdict.manifest.number,
            "exported_at": verdict.manifest.exported_at,
            "key": verdict.key,
            "files": verdict.manifest.files.len(),
            "wrong": verdict.wrong.iter().map(line).collect::<Vec<_>>(),
        }),
        Err(error) => json!({ "genuine": false, "reason": error.to_string() }),
    }
}

fn in_words(checked: &Result<Verdict, VerifyError>) -> String {
    let verdict = match checked {
        Ok(verdict) => verdict,
        Err(error) => return format!("Not genuine: {error}."),
    };
    let number = &verdict.manifest.number;
    let number = ReportNumber::parse(number).map_or_else(|| number.clone(), |number| number.grouped());
    if verdict.wrong.is_empty() {
        let (files, at) = (verdict.manifest.files.len(), &verdict.manifest.exported_at);
        return format!("Genuine: report {number}, exported at {at}, {files} files as they were, key {}.", verdict.key);
    }
    let wrong = verdict.wrong.iter().map(line).collect::<Vec<_>>().join("\n  ");
    format!("Not as it was made: report {number}; its list is genuine, but\n  {wrong}")
}

fn line(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Missing(path) => format!("missing: {path}"),
        Wrong::Changed(path) => format!("changed: {path}"),
        Wrong::Added(path) => format!("not on the list: {path}"),
    }
}
