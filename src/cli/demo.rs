//! `nuandong serve --demo`: people of every role, reports in every state, all synthetic; on this machine only.

use anyhow::bail;

use super::seed;
use crate::{
    actions::set_up_staff::{self, NewStaff},
    config::Config,
    domain::staff::Role,
    portal::Portal,
    storage,
};

/// A demonstration has a data folder of its own and is refused on any address that others reach.
pub fn prepare_config(config: &mut Config) -> anyhow::Result<()> {
    if !config.listen.ip().is_loopback() {
        bail!("a demonstration has a known password: it is served on 127.0.0.1 only, not on {}", config.listen);
    }
    let ours = format!("sqlite:{}", config.data_dir.join("nuandong.sqlite").display());
    if config.database_url != ours {
        bail!("a demonstration fills its own database; take NUANDONG_DATABASE_URL away");
    }
    config.data_dir = config.data_dir.join("demo");
    config.key_file = config.data_dir.join("keys.toml");
    config.database_url = format!("sqlite:{}", config.data_dir.join("nuandong.sqlite").display());
    config.demo = true;
    Ok(())
}

/// Username, name, court, role.
const PEOPLE: &[(&str, &str, &str, Role)] = &[
    ("supervisor", "孙督导", "鲁", Role::Supervisor),
    ("admin", "管理员", "鲁", Role::Admin),
    ("auditor", "钱审计", "鲁", Role::Auditor),
    ("jinan-supervisor", "李主任", "鲁01", Role::Supervisor),
    ("jinan-triage", "周分办", "鲁01", Role::Triage),
    ("jinan-handler", "吴承办", "鲁01", Role::Handler),
    ("jinan-discipline", "郑督察", "鲁01", Role::Discipline),
    ("triage", "王分办", "鲁0102", Role::Triage),
    ("handler", "陈承办", "鲁0102", Role::Handler),
    ("intake", "赵登记", "鲁0102", Role::Intake),
    ("custodian", "冯保管", "鲁0102", Role::Custodian),
];

/// Adds what is missing and gives everybody a fresh password, which is printed.
pub async fn fill(portal: &Portal) -> anyhow::Result<()> {
    let password = portal.entropy.digits(12);
    let hash = portal.passwords.hash(&password, &portal.entropy).await.unwrap_or_default();
    for (username, name, court, role) in PEOPLE {
        if let Some(row) = storage::staff::find(&portal.db, username).await? {
            let mut tx = portal.db.begin().await?;
            storage::staff::set_password(&mut tx, row.id, &hash).await?;
            tx.commit().await?;
        } else {
            let new = NewStaff { username, name, court, role: *role, password: Some(&password) };
            set_up_staff::add_staff(portal, new).await?;
        }
    }
    if storage::reports::count_up_to(&portal.db, 1).await? == 0 {
        seed::fill(portal, 600, 2019, &indicatif::ProgressBar::hidden()).await?;
    }
    println!("Demonstration, on this machine only. Sign in at {}/staff/sign-in", portal.config.public_url);
    println!("Password of everybody: {password}");
    for (username, name, court, role) in PEOPLE {
        let courts = portal.courts();
        let court = courts.find(court).map_or("", |court| court.short_name());
        println!("  {username:<18} {name}  {role:<11} {court}");
    }
    Ok(())
}
