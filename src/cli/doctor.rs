//! `nuandong doctor`: what is configured, what cannot work, what is unproven.

use std::process::ExitCode;

use super::{clock, open};
use crate::{
    actions::find,
    config::{self, Config},
    domain::{court::Court, deadline, law::Standing, remedy, staff::Role},
    jobs::Lane,
    mail::words,
    portal::PortalError,
    storage,
};

pub async fn run(config: Config) -> anyhow::Result<ExitCode> {
    let mut broken = false;
    let mut line = |fine: bool, name: &str, text: String| {
        broken |= !fine;
        println!("{} {name}: {text}", if fine { "ok " } else { "BAD" });
    };
    line(true, "address", format!("{} (public: {})", config.listen, config.public_url));
    for name in config::ignored() {
        println!("??? settings: {name} is set, and means nothing to this version");
    }
    line(true, "data folder", config.data_dir.display().to_string());
    let today = clock(&config).today();
    let portal = match open(config, true).await {
        Ok(portal) => portal,
        Err(error) => {
            let of_keys = matches!(error.downcast_ref(), Some(PortalError::Key(_) | PortalError::KeysGone(..)));
            line(false, if of_keys { "keys" } else { "portal" }, format!("{error:#}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    line(true, "keys", format!("{}, current {}", portal.config.key_file.display(), portal.keys.current()));
    let signer = portal.keys.receipt_keys().first().map(ToString::to_string).unwrap_or_default();
    line(true, "receipts", format!("signed with {signer} (`nuandong keys status` shows all)"));
    line(portal.db.ping().await.is_ok(), "database", portal.db.engine().to_owned());
    let files = portal.files.check().await;
    line(files.is_ok(), "files", files.map_or_else(|error| error.to_string(), |()| "can be written".to_owned()));
    if !portal.has_room() {
        println!("??? files: the disk is nearly full; evidence is refused, reports are taken (NUANDONG_RESERVE_MB)");
    }
    let waits = async |lane: Option<Lane>| {
        let (waiting, failed) = storage::jobs::count_waiting(&portal.db, lane.map(Lane::as_str)).await?;
        anyhow::Ok(format!("{waiting} waiting, {failed} of them failed at least once"))
    };
    let mail = waits(Some(Lane::Mail)).await?;
    line(true, "mail", format!("{}; from {}; {mail}", portal.mailer.way(), portal.config.mail_from));
    line(true, "sms", format!("{}; {}", portal.sms.way(), waits(Some(Lane::Text)).await?));
    let failing = storage::jobs::count_failing(&portal.db).await?;
    let failing = failing.iter().map(|(kind, count)| format!(", {kind} {count}")).collect::<Vec<_>>().concat();
    line(true, "outbox", waits(None).await? + &failing);
    search(&portal, &mut line).await?;
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
    for word in portal.mailer.telling_words() {
        println!(
            "??? mail: “{word}” in the sender's name (NUANDONG_MAIL_FROM) tells a stranger what the mail is about"
        );
    }
    if !words::texts_fit(&portal.config.public_url) {
        println!("??? sms: with this long a public address a text takes two messages");
    }
    match &portal.scanner {
        Some(scanner) if scanner.answers().await => println!("ok  virus scanner: {scanner}"),
        Some(scanner) => println!(
            "??? virus scanner: {scanner} does not answer; new evidence files wait for it and cannot be opened"
        ),
        None => println!("??? virus scanner: none (NUANDONG_CLAMD); evidence files are shown as not scanned"),
    }
    println!(
        "??? calendar: weekends as days off and make-up days as working days are practice; the law names statutory holidays only"
    );
    let of_courts = |is: fn(&str) -> bool| courts.tree().iter().filter(|court| is(&court.standing)).count();
    println!(
        "??? courts: {} codes follow from the numbering rule and were not seen in use; {} are from memory",
        of_courts(|standing| standing.starts_with("rule") && !standing.contains("seen in use")),
        of_courts(|standing| standing.starts_with("unproven"))
    );
    for rule in deadline::rules().iter().filter(|rule| rule.standing != Standing::Read) {
        println!("??? rule {} ({}) is {}", rule.id, rule.source.general.zh, rule.standing);
    }
    for remedy in remedy::remedies().iter().filter(|remedy| remedy.standing != Standing::Read) {
        println!("??? remedy {} ({}) is {}", remedy.id, remedy.source.general.zh, remedy.standing);
    }
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// A minute behind is no more than a busy moment; later, nobody is indexing.
const LAG: chrono::TimeDelta = chrono::TimeDelta::minutes(1);

/// Whether what is searched is what there is.
async fn search(portal: &crate::portal::Portal, line: &mut impl FnMut(bool, &str, String)) -> anyhow::Result<()> {
    let standing = find::standing(portal).await?;
    let missing = standing.reports - standing.indexed;
    line(
        true,
        "search",
        format!("{} of {} reports indexed, {} waiting", standing.indexed, standing.reports, standing.due),
    );
    if missing > standing.due {
        println!("??? search: {} reports are not in the index (nuandong search rebuild)", missing - standing.due);
    }
    if let Some(since) = standing.since.filter(|since| portal.clock.now() - *since > LAG) {
        println!("??? search: the index lags since {}; does a worker run?", since.to_rfc3339());
    }
    if let Some(begun) = standing.rebuild {
        println!(
            "??? search: a rebuild begun {} did not come to its end (nuandong search rebuild)",
            begun.to_rfc3339()
        );
    }
    Ok(())
}

/// Whether what arrives finds somebody.
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
    // A complaint about a court lies with the court above it, and of integrity it is seen by nobody else there.
    let reads = |court: &&Court| {
        let role = Role::Discipline.as_str();
        people.iter().any(|person| !person.disabled && person.court == court.code && person.role == role)
    };
    let tree = courts.tree();
    let above = tree.iter().filter(|court| !courts.below(&court.code).is_empty());
    let without = above.filter(|court| !reads(court)).map(|court| court.code.as_str()).collect::<Vec<_>>();
    if let Some(first) = without.first() {
        println!(
            "??? nobody at {} can read integrity complaints (nuandong staff add --court {first} --role discipline)",
            without.join(", ")
        );
    }
    Ok(())
}
