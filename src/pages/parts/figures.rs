//! The numbers that public texts name, taken from the constants and settings that rule them: a page never promises a
//! day or a megabyte that the code does not keep.

use crate::{
    actions::{draft, follow, limits::Limit, post_message, submit_report},
    domain::{answers::NARRATIVE, case_clocks, deadline, report::Channel},
    jobs,
    portal::Portal,
    web::{elder::STEPS, session::STAFF_IDLE},
};

const MB: u64 = 1024 * 1024;

/// The days of a service target, as its rule has them.
pub fn days(channel: Channel, urgent: bool) -> String {
    let rule = deadline::find(case_clocks::service_target(channel, urgent));
    rule.map(|rule| rule.amount_text.clone()).unwrap_or_default()
}

/// Name and number, for `{ $name }` in the texts and `{name}` in the articles of the help.
pub fn figures(portal: &Portal) -> Vec<(&'static str, String)> {
    let limits = portal.config.limits;
    vec![
        ("draft_days", draft::KEPT.num_days().to_string()),
        ("receipt_hours", submit_report::ANSWER_KEPT.num_hours().to_string()),
        ("change_minutes", submit_report::WITHDRAW.num_minutes().to_string()),
        ("open_hours", follow::OPEN_FOR.num_hours().to_string()),
        ("lead_days", days(Channel::Lead, false)),
        ("urgent_days", days(Channel::Lead, true)),
        ("complaint_days", days(Channel::Complaint, false)),
        ("code_tries", Limit::FollowCode.most().to_string()),
        ("code_minutes", (Limit::FollowCode.retry_after() / 60).to_string()),
        ("reports_hour", Limit::Reports.most().to_string()),
        ("job_days", jobs::DONE_KEPT.num_days().to_string()),
        ("staff_minutes", STAFF_IDLE.num_minutes().to_string()),
        ("story_characters", NARRATIVE.to_string()),
        ("message_characters", post_message::LONGEST.to_string()),
        ("elder_least", STEPS[0].to_string()),
        ("elder_most", STEPS[STEPS.len() - 1].to_string()),
        ("elder_steps", STEPS.len().to_string()),
        ("file_mb", (limits.file / MB).to_string()),
        ("video_mb", (limits.video / MB).to_string()),
        ("file_count", limits.count.to_string()),
        ("report_mb", (limits.report / MB).to_string()),
    ]
}

/// A text with the numbers set in at `{name}`.
pub fn filled(text: &str, figures: &[(&'static str, String)]) -> String {
    figures.iter().fold(text.to_owned(), |text, (name, number)| text.replace(&format!("{{{name}}}"), number))
}
