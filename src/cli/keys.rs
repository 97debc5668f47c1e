//! `nuandong keys`: which keys there are, and new ones. Works on the key file alone.

use anyhow::Context;
use chrono::{DateTime, Utc};

use super::clock;
use crate::{
    clock::{Entropy, day_of},
    config::Config,
    crypto::{Keys, key_file},
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Make the key file, or the key that an older one lacks
    Init,
    /// Put new keys in front: new rows are sealed and new receipts signed with them, old ones stay readable and valid
    Rotate,
    /// Names, ages and uses of all keys; never a secret
    Status,
}

pub fn run(config: &Config, command: &Command) -> anyhow::Result<()> {
    let now = clock(config).now();
    let path = &config.key_file;
    match command {
        Command::Init => {
            Keys::load_or_create(path, &Entropy::from_system(), now)?;
        }
        Command::Rotate => {
            // An older file gets its first receipt key before it gets a second one.
            Keys::load(path).context("there is nothing to rotate; `nuandong keys init` makes the first keys")?;
            key_file::rotate(path, &Entropy::from_system(), now)?;
            eprintln!("Copy the key file to where you keep it safe: old copies lack the new keys.");
        }
        Command::Status => {}
    }
    status(&Keys::load(path)?, now);
    Ok(())
}

/// One line for each key: use, name, day it was made, age in days, what it does.
fn status(keys: &Keys, now: DateTime<Utc>) {
    let line = |kind: &str, id: &str, created: Option<DateTime<Utc>>, does: &str| {
        let day = created.map_or_else(|| "unknown".to_owned(), |at| day_of(at).to_string());
        let age = created.map_or_else(|| "-".to_owned(), |at| (day_of(now) - day_of(at)).num_days().to_string());
        println!("{kind}\t{id}\t{day}\t{age}\t{does}");
    };
    let all = keys.all();
    let oldest = all.masters.len() - 1;
    for (n, key) in all.masters.iter().enumerate() {
        let does = match (n == 0, n == oldest) {
            (true, true) => "seals, hashes",
            (true, false) => "seals",
            (false, true) => "opens, hashes",
            (false, false) => "opens",
        };
        line("master", &key.id, key.created_at, does);
    }
    for key in &all.receipts {
        let does = if key.secret.is_some() { "signs" } else { "verifies" };
        line("receipt", &key.public.id().to_string(), Some(key.created_at), does);
    }
}
