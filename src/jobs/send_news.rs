//! Tells a citizen that there is news, in neutral words: no number, no court, nothing of the report.

use super::JobError;
use crate::{i18n::Lang, portal::Portal};

pub async fn run(portal: &Portal, to: &str, language: &str) -> Result<(), JobError> {
    let lang = Lang::parse(language);
    let url = format!("{}{}", portal.config.public_url, lang.path("/follow"));
    let body = format!("{}\n\n{url}\n\n{}\n", lang.t("mail-news-body"), lang.t("mail-news-foot"));
    Ok(portal.mailer.send(to, &lang.t("mail-news-subject"), body).await?)
}
