//! `nuandong courts …` and `nuandong calendar …`: dated lists, checked before they are taken.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::open;
use crate::{
    actions::recount_due,
    config::Config,
    domain::{calendar::Calendar, court::Courts as Tree},
    portal::Portal,
    storage,
};

#[derive(clap::Subcommand)]
pub enum Courts {
    /// Take over a list (columns: code,name,level,parent_code,city,adcode,basis,valid_from,valid_to,valid_to_basis,successor_code)
    Import { file: PathBuf },
    /// The living courts, one a line
    List,
}

#[derive(clap::Subcommand)]
pub enum CalendarCommand {
    /// Take over days off and make-up workdays (columns: date,kind,name,published,replaced_on)
    Import { file: PathBuf },
    /// The days in force as a list that can be imported again
    List,
}

pub async fn courts(config: Config, command: Courts) -> anyhow::Result<()> {
    let portal = open(config, true).await?;
    match command {
        Courts::Import { file } => {
            let text = read(&file)?;
            let before = portal.courts();
            let tree: Tree = before.as_ref().clone().from_csv(&text).with_context(|| file.display().to_string())?;
            add(&portal, "courts", &text).await?;
            println!("{} living courts", tree.tree().len());
        }
        Courts::List => {
            for court in portal.courts().tree() {
                println!("{}\t{}\t{}", court.code, court.name, court.standing);
            }
        }
    }
    Ok(())
}

pub async fn calendar(config: Config, command: CalendarCommand) -> anyhow::Result<()> {
    let portal = open(config, true).await?;
    match command {
        CalendarCommand::Import { file } => {
            let text = read(&file)?;
            let _: Calendar =
                portal.calendar().as_ref().clone().with_csv(&text).with_context(|| file.display().to_string())?;
            add(&portal, "calendar", &text).await?;
            portal.refresh_lists().await?;
            recount_due::notice_calendar(&portal).await?;
            println!("{} lines", text.lines().count());
        }
        CalendarCommand::List => print!("{}", portal.calendar().to_csv()),
    }
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| file.display().to_string())
}

/// A running server takes a new list over within half a minute.
async fn add(portal: &Portal, kind: &str, content: &str) -> anyhow::Result<()> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    storage::imports::add(&mut tx, portal.entropy.id(now), kind, content, now).await?;
    Ok(tx.commit().await?)
}
