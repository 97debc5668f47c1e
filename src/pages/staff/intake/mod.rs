//! Intake: a clerk of the 12368 line or at the counter looks up what a caller sent before, fills in while listening,
//! reads it back and records it. One page; everything typed comes back with it.

pub mod done;
mod form;
mod read_back;

use axum::{Form, response::Response};

use crate::{
    actions::{
        intake::{self, Looked},
        submit_report::{Clerk, Sender, SubmitError, submit_report},
    },
    domain::{
        answers::{Answers, FieldError, clean},
        intake::{IntakeWay, kind_of, received_at, takes_in},
        report::{Category, Channel},
        submission::Submission,
    },
    web::{
        error::{PageError, PageResult},
        officer::Officer,
    },
};

/// Everything on the page, as it was typed.
#[derive(Default)]
pub struct Typed {
    /// Names this intake: however often it is recorded, it is one report.
    token: String,
    /// `lead-asset`
    kind: String,
    way: String,
    received: String,
    /// The earlier intake of the same page, which holds what was typed before.
    recorded: Option<String>,
    /// What was typed to look a caller up, and what was looked up last.
    look: String,
    looked: String,
    answers: Answers,
    /// The fields as they came, for the page that reads them back.
    fields: Vec<(String, String)>,
}

impl Typed {
    fn new(token: String) -> Self {
        Self { token, way: IntakeWay::Call.to_string(), ..Self::default() }
    }

    fn of(fields: Vec<(String, String)>, o: &Officer) -> Self {
        let value = |name: &str| {
            fields.iter().find(|(field, _)| field == name).map(|(_, value)| clean(value)).unwrap_or_default()
        };
        let token = Some(value("token")).filter(|token| is_token(token)).unwrap_or_else(|| o.portal.entropy.token());
        let mut answers = Answers::default();
        answers.take(&fields);
        let mut typed = Self {
            token,
            kind: value("kind"),
            way: value("way"),
            received: value("received"),
            look: value("look"),
            looked: value("looked"),
            recorded: None,
            answers,
            fields: fields.into_iter().filter(|(name, _)| !matches!(name.as_str(), "act" | "token")).collect(),
        };
        if let Some((_, category)) = typed.chosen(o) {
            category.as_str().clone_into(&mut typed.answers.category);
        }
        typed
    }

    /// Channel and kind, if this role takes such reports in.
    fn chosen(&self, o: &Officer) -> Option<(Channel, Category)> {
        kind_of(&self.kind, o.staff.role)
    }

    /// The answers as they are held against the rules: without the box, somebody who leaves name and ways to be reached
    /// empty is anonymous, and whoever gives one is not.
    fn answers(&self) -> Answers {
        let mut answers = self.answers.clone();
        if answers.anonymous != "yes" {
            let named = [&answers.name, &answers.phone, &answers.email].into_iter().any(|field| !field.is_empty());
            if named { "no" } else { "yes" }.clone_into(&mut answers.anonymous);
        }
        answers
    }

    /// The report and how it came, or all that is wrong.
    fn parse(&self, o: &Officer) -> Result<(Submission, Clerk), Vec<FieldError>> {
        let now = o.portal.clock.now();
        let mut errors = Vec::new();
        let received_at = received_at(&self.received, now).map_err(|code| FieldError::new("received", code));
        let way = IntakeWay::parse(&self.way).ok_or_else(|| FieldError::new("way", "unknown"));
        let (channel, _) = self.chosen(o).unwrap_or((Channel::Lead, Category::Other));
        let answers = self.answers();
        let submission =
            Submission::parse(channel, &answers, o.lang.code(), &o.portal.courts(), o.portal.clock.today());
        match (submission, received_at, way) {
            (Ok(submission), Ok(received_at), Ok(way)) => {
                Ok((submission, Clerk { staff_id: o.staff.id, way, received_at }))
            }
            (submission, received_at, way) => {
                errors.extend(submission.err().into_iter().flatten());
                errors.extend([received_at.err(), way.err()].into_iter().flatten());
                Err(errors)
            }
        }
    }
}

fn is_token(token: &str) -> bool {
    token.len() == 43 && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// For those who take reports in; for everybody else there is no such page.
fn allow(o: &Officer) -> Result<(), PageError> {
    if takes_in(o.staff.role) { Ok(()) } else { Err(PageError::NotFound) }
}

pub async fn view(o: Officer) -> PageResult {
    allow(&o)?;
    Ok(form::page(&o, &Typed::new(o.portal.entropy.token()), None, &[], form::Focus::Look))
}

pub async fn submit(o: Officer, Form(fields): Form<Vec<(String, String)>>) -> PageResult {
    allow(&o)?;
    let act = fields.iter().find(|(name, _)| name == "act").map(|(_, value)| value.clone()).unwrap_or_default();
    let mut typed = Typed::of(fields, &o);
    // Enter in any field: what was typed to look somebody up is looked up first.
    let act = match act.as_str() {
        "" if !typed.look.is_empty() && typed.look != typed.looked => "look",
        "" => "check",
        act => act,
    };
    match act {
        "look" => look(&o, &mut typed).await,
        "questions" => Ok(form::page(&o, &typed, None, &[], form::Focus::Questions)),
        "edit" => Ok(form::page(&o, &typed, None, &[], form::Focus::Top)),
        "record" => record(&o, typed).await,
        _ => Ok(match typed.parse(&o) {
            Ok((submission, clerk)) => read_back::page(&o, &typed, &submission, clerk),
            Err(errors) => form::page(&o, &typed, None, &errors, form::Focus::Top),
        }),
    }
}

/// Shows what the caller sent before; what was typed to find it need not be typed again.
async fn look(o: &Officer, typed: &mut Typed) -> PageResult {
    let found = if typed.look.is_empty() {
        None
    } else {
        Some(intake::look_up(&o.portal, &o.staff, &o.scope, &typed.look).await?)
    };
    typed.looked.clone_from(&typed.look);
    if let Some(Looked { by_mobile, landline, .. }) = found
        && (by_mobile || landline)
        && typed.answers.phone.is_empty()
    {
        typed.answers.phone.clone_from(&typed.look);
    } else if typed.answers.case_number.is_empty() && o.portal.read_case_number(&typed.look).is_usable() {
        typed.answers.case_number.clone_from(&typed.look);
    }
    Ok(form::page(o, typed, found.as_ref(), &[], form::Focus::Kind))
}

async fn record(o: &Officer, mut typed: Typed) -> PageResult {
    let (submission, clerk) = match typed.parse(o) {
        Ok(parsed) => parsed,
        Err(errors) => return Ok(form::page(o, &typed, None, &errors, form::Focus::Top)),
    };
    let once = intake::once(&o.staff, &typed.token, &typed.fields);
    match submit_report(&o.portal, &submission, None, &once, Sender::clerk(clerk)).await {
        // Pressed twice, or Back and once more: it is the same report.
        Ok(_) | Err(SubmitError::AlreadySent | SubmitError::Changed) => Ok(to_receipt(o, &typed.token)),
        // Back, and something else was typed: that is in no report, and may be another one.
        Err(SubmitError::Mismatch) => {
            typed.recorded = Some(std::mem::replace(&mut typed.token, o.portal.entropy.token()));
            Ok(form::page(o, &typed, None, &[], form::Focus::Top))
        }
        Err(SubmitError::Storage(error)) => Err(error.into()),
    }
}

fn to_receipt(o: &Officer, token: &str) -> Response {
    o.see(&format!("/staff/intake/{token}"))
}
