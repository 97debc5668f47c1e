//! `nuandong doctor`: what is configured, what cannot work, what is unproven.

use std::process::ExitCode;

use super::{clock, open};
use crate::{
    clock::Entropy,
    config::Config,
    crypto::Keys,
    domain::{deadline, staff::Role},
    storage,
};

pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let mut broken = false;
    let mut line = |fine: bool, name: &str, text: String| {
        broken |= !fine;
        println!("{} {name}: {text}", if fine { "ok " } else { "BAD" });
    };
    line(true, "address", format!("{} (public: {})", config.listen, config.public_url));
    line(true, "data folder", config.data_dir.display().to_string());
    match Keys::load_or_create(&config.key_file, &Entropy::from_system()) {
        Ok(keys) => line(true, "keys", format!("{}, current {}", config.key_file.display(), keys.current())),
        Err(error) => line(false, "keys", error.to_string()),
    }
    let today = clock(&config).today();
    let portal = match open(config, true).await {
        Ok(portal) => portal,
        Err(error) => {
            line(false, "portal", format!("{error:#}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    line(portal.db.ping().await.is_ok(), "database", portal.db.engine().to_owned());
    let files = portal.files.check().await;
    line(files.is_ok(), "files", files.map_or_else(|error| error.to_string(), |()| "can be written".to_owned()));
    line(true, "mail", format!("{}; from {}", portal.mailer.way(), portal.config.mail_from));
    let (waiting, failed) = storage::jobs::count_waiting(&portal.db).await?;
    line(true, "outbox", format!("{waiting} waiting, {failed} of them failed at least once"));
    let courts = portal.courts();
    line(
        courts.home_is_known(),
        "courts",
        format!("home court {} ({}), {} living courts", courts.home().code, courts.home().name, courts.tree().len()),
    );
    line(
        true,
        "browser part",
        portal.browser_part.as_ref().map_or_else(
            || "absent: pages work without their conveniences".to_owned(),
            |part| part.folder.display().to_string(),
        ),
    );
    receivers(&portal, &mut line).await?;
    if !portal.calendar().covers(today + chrono::TimeDelta::days(45)) {
        println!(
            "??? calendar: the holidays 45 days from now are not known yet; due dates there are provisional (`nuandong calendar import`)"
        );
    }
    println!("??? virus scanner: none; evidence files are shown as not scanned");
    let unproven = courts.tree().iter().filter(|court| !court.standing.starts_with("attested")).count();
    println!("??? {unproven} court codes follow from the numbering rule and were not seen in use");
    for rule in deadline::rules().iter().filter(|rule| !rule.standing.starts_with("read in source")) {
        println!("??? rule {} ({}) is {}", rule.id, rule.source, rule.standing);
    }
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Whether what arrives at the home court finds somebody.
async fn receivers(portal: &crate::portal::Portal, line: &mut impl FnMut(bool, &str, String)) -> anyhow::Result<()> {
    let courts = portal.courts();
    let home = courts.home().code.clone();
    let people = storage::staff::list(&portal.db).await?;
    let at_home = |roles: &[Role]| {
        people.iter().any(|person| {
            !person.disabled
                && person.court == home
                && Role::parse(&person.role).is_some_and(|role| roles.contains(&role))
        })
    };
    line(true, "staff", format!("{} people", people.len()));
    if !at_home(&[Role::Triage, Role::Supervisor]) {
        println!(
            "??? nobody at {home} can triage reports that name no court (nuandong staff add --court {home} --role triage)"
        );
    }
    if !at_home(&[Role::Discipline]) {
        println!(
            "??? nobody at {home} can read integrity complaints (nuandong staff add --court {home} --role discipline)"
        );
    }
    Ok(())
}
