//! `nuandong serve --demo`: people of every role, reports in every state, all synthetic; on this machine only.

use anyhow::bail;

use super::seed;
use crate::{
    actions::set_up_staff::{self, NewStaff},
    config::Config,
    domain::staff::Role,
    portal::Portal,
    storage::{self, staff::StaffRow},
};

/// A demonstration has a data folder of its own and is refused on any address that others reach.
pub fn prepare_config(config: &mut Config) -> anyhow::Result<()> {
    if !config.is_of_this_machine() {
        let Config { listen, public_url, .. } = config;
        bail!("a demonstration has a known password: it is served on 127.0.0.1 only, not on {listen} as {public_url}");
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

/// One handler at each other court, so that reports everywhere have somebody.
async fn add_handlers(portal: &Portal, password_hash: &str) -> anyhow::Result<()> {
    const SURNAMES: &[&str] =
        &["刘", "张", "杨", "黄", "徐", "马", "朱", "胡", "林", "郭", "何", "高", "罗", "宋", "谢", "韩", "唐", "许"];
    let courts = portal.courts();
    let now = portal.clock.now();
    let people = storage::staff::list(&portal.db).await?;
    let mut tx = portal.db.begin().await?;
    let others = courts.tree().into_iter().filter(|court| PEOPLE.iter().all(|(_, _, code, _)| *code != court.code));
    for (court, surname) in others.zip(SURNAMES.iter().cycle()) {
        let row = StaffRow {
            id: portal.entropy.id(now),
            username: format!("handler-{}", court.code.trim_start_matches('鲁')),
            name: format!("{surname}承办"),
            court: court.code.clone(),
            role: Role::Handler.to_string(),
            language: "zh-CN".to_owned(),
            password_hash: Some(password_hash.to_owned()),
            sealed_totp: None,
            totp_step: 0,
            totp_required: false,
            setup_until: None,
            disabled: false,
            created_at: now,
        };
        if !storage::staff::add(&mut tx, &row, None).await?
            && let Some(there) = people.iter().find(|person| person.username == row.username)
        {
            storage::staff::set_password(&mut tx, there.id, password_hash).await?;
        }
    }
    Ok(tx.commit().await?)
}

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
    add_handlers(portal, &hash).await?;
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
    println!("  handler-CODE       one handler at each other court");
    Ok(())
}
