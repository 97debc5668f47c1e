//! `nuandong staff …`

use std::io::Read;

use anyhow::{Context, bail};

use crate::{
    actions::set_up_staff::{self, NewStaff},
    domain::staff::Role,
    portal::Portal,
    storage,
};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Add somebody; prints a set-up link unless a password is given
    Add {
        #[arg(long)]
        username: String,
        /// As it is shown to colleagues
        #[arg(long)]
        name: String,
        /// Code of the court, such as 鲁0102
        #[arg(long)]
        court: String,
        /// intake, triage, handler, supervisor, custodian, discipline, admin or auditor
        #[arg(long)]
        role: String,
        /// Read a password from standard input; the person then signs in without a one-time password
        #[arg(long)]
        password_stdin: bool,
    },
    /// Everybody, one a line
    List,
    /// Let somebody no longer in
    Disable {
        #[arg(long)]
        username: String,
    },
    /// Let somebody in again who was disabled
    Enable {
        #[arg(long)]
        username: String,
    },
    /// Take password and one-time password away; prints a new set-up link
    Reset {
        #[arg(long)]
        username: String,
    },
}

pub async fn run(portal: &Portal, command: Command) -> anyhow::Result<()> {
    let link = |token: &str| format!("{}/staff/setup/{token}", portal.config.public_url);
    match command {
        Command::Add { username, name, court, role, password_stdin } => {
            let Some(role) = Role::parse(&role) else {
                bail!(
                    "no role {role}; there are {}",
                    Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>().join(", ")
                )
            };
            let mut password = String::new();
            if password_stdin {
                std::io::stdin().read_to_string(&mut password).context("the password cannot be read")?;
            }
            let password = password_stdin.then(|| password.trim_end_matches(['\r', '\n']));
            let new = NewStaff { username: &username, name: &name, court: &court, role, password };
            match set_up_staff::add_staff(portal, new).await? {
                Some(token) => println!("{}", link(&token)),
                None => println!("{username}"),
            }
        }
        Command::List => {
            for person in storage::staff::list(&portal.db).await? {
                let state = if person.disabled {
                    "disabled"
                } else if person.password_hash.is_none() {
                    "not set up"
                } else {
                    "active"
                };
                println!("{}\t{}\t{}\t{}\t{state}", person.username, person.name, person.court, person.role);
            }
        }
        Command::Disable { username } => set_up_staff::disable_staff(portal, &username).await?,
        Command::Enable { username } => set_up_staff::enable_staff(portal, &username).await?,
        Command::Reset { username } => println!("{}", link(&set_up_staff::reset_staff(portal, &username).await?)),
    }
    Ok(())
}
