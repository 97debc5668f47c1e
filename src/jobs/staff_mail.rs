//! Mail to somebody of a court: six digits, or how much waits at the desk. Counts and a link, no case, no name, no words.

use uuid::Uuid;

use super::JobError;
use crate::{
    actions::staff_settings,
    i18n::Lang,
    mail::{Letter, words},
    portal::Portal,
    storage,
};

pub async fn run(
    portal: &Portal,
    staff: Uuid,
    id: Uuid,
    code: Option<&str>,
    counts: &[(String, i64)],
) -> Result<(), JobError> {
    let Some(person) = storage::staff::find_by_id(&portal.db, staff).await? else { return Ok(()) };
    let Some(setting) = storage::staff_settings::find(&portal.db, staff).await? else { return Ok(()) };
    let Some(to) = staff_settings::address(portal, &setting)? else { return Ok(()) };
    if person.disabled {
        return Ok(());
    }
    // A code that is not the latest any more goes nowhere, and nothing but a code goes to an address before it came back.
    let goes = match code {
        Some(code) => staff_settings::code(portal, &setting)?.as_deref() == Some(code),
        None => setting.confirmed_at.is_some(),
    };
    if !goes {
        return Ok(());
    }
    let (subject, body) = words::to_staff(Lang::parse(&person.language), &portal.config.public_url, code, counts);
    Ok(portal.mailer.send(Letter { id, to: &to, subject: &subject, body, stop: None }).await?)
}
