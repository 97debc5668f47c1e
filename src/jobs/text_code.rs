//! Sends the code of a report that a clerk took in, as one text message to the mobile that the caller gave.

use uuid::Uuid;

use super::JobError;
use crate::{domain::contact::PhoneNumber, mail::SmsError, portal::Portal};

pub async fn run(portal: &Portal, id: Uuid, to: &str, text: &str) -> Result<(), JobError> {
    let to = PhoneNumber::parse(to).map_err(|_| SmsError::Refused)?;
    Ok(portal.sms.send(id, &to, text).await?)
}
