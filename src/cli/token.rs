//! `nuandong token …`

use anyhow::bail;
use uuid::Uuid;

use crate::{actions::tokens, portal::Portal, storage};

#[derive(clap::Subcommand)]
pub enum Command {
    /// Make a token that acts for somebody; printed once
    Add {
        #[arg(long)]
        staff: String,
    },
    /// All tokens, one a line, without their secrets
    List,
    /// End a token
    Revoke {
        /// Its identity, as `list` shows it
        id: Uuid,
    },
}

pub async fn run(portal: &Portal, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Add { staff } => println!("{}", tokens::add_token(portal, &staff).await?),
        Command::List => {
            for token in storage::tokens::list(&portal.db).await? {
                let state =
                    token.revoked_at.map_or_else(|| "active".to_owned(), |at| format!("revoked {}", at.to_rfc3339()));
                println!("{}\t{}\t{}\t{state}", token.id, token.username, token.created_at.to_rfc3339());
            }
        }
        Command::Revoke { id } => {
            let mut tx = portal.db.begin().await?;
            if !storage::tokens::revoke(&mut tx, id, portal.clock.now()).await? {
                bail!("no token {id} is in use");
            }
            tx.commit().await?;
        }
    }
    Ok(())
}
