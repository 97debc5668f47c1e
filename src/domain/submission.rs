//! A report that is ready to be taken: answers parsed once, correct by type from here on.

use super::{
    answers::{Answers, FieldError},
    case_number::{self, Reading},
    contact::{EmailAddress, PhoneNumber},
    court::Courts,
    report::{Category, Channel, Content, Livelihood, Reporter, Respondent, RespondentKind, Summary},
};

#[derive(Clone)]
pub struct Submission {
    pub channel: Channel,
    pub category: Category,
    /// The court it is about, as chosen or as the case number says; may be outside the portal's tree.
    pub court: Option<String>,
    pub content: Content,
    pub reporter: Option<Reporter>,
    pub livelihood: Option<Livelihood>,
    /// `zh-CN` or `en`.
    pub language: String,
    /// Why staff should look: `case_number_unrecognised`, `court_differs` (chosen and numbered court are two).
    pub flags: Vec<&'static str>,
}

impl Submission {
    /// Parses answers.
    ///
    /// # Errors
    /// Every field that cannot be taken, with the code of the words for it.
    pub fn parse(
        channel: Channel,
        answers: &Answers,
        language: &str,
        courts: &Courts,
        today: chrono::NaiveDate,
    ) -> Result<Self, Vec<FieldError>> {
        use chrono::Datelike;
        let mut errors = answers.errors(channel, today);
        if !answers.court.is_empty() && courts.find(&answers.court).is_none() {
            errors.push(FieldError::new("court", "unknown"));
        }
        let (Some(category), true) = (answers.category(channel), errors.is_empty()) else { return Err(errors) };
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let reading = some(&answers.case_number).map(|typed| case_number::read(&typed, today.year(), courts));
        let mut flags = Vec::new();
        if reading.as_ref().is_some_and(|reading| !reading.is_usable()) {
            flags.push("case_number_unrecognised");
        }
        let named = reading.as_ref().filter(|reading| reading.is_usable()).and_then(|reading| reading.court.as_deref());
        let living = |code: &str| courts.current(code).map(|court| court.code.clone());
        if named.is_some_and(|named| !answers.court.is_empty() && living(named) != living(&answers.court)) {
            flags.push("court_differs");
        }
        let case_number = reading.as_ref().map(|reading| {
            reading.canonical.clone().filter(|_| reading.is_usable()).unwrap_or_else(|| answers.case_number.clone())
        });
        let respondent = Respondent {
            name: answers.respondent_name.clone(),
            kind: RespondentKind::parse(&answers.respondent_kind),
            id_number: some(&answers.respondent_id),
        };
        let reporter = Reporter {
            name: some(&answers.name),
            phone: PhoneNumber::parse(&answers.phone).ok().map(|phone| phone.to_string()),
            email: EmailAddress::parse(&answers.email).ok().map(|email| email.to_string()),
            role: some(&answers.role),
            claims_reward: answers.claims_reward == "yes",
        };
        Ok(Self {
            channel,
            category,
            court: court_of(answers, reading.as_ref()),
            content: Content {
                title: some(&answers.title),
                narrative: answers.narrative.clone(),
                case_number,
                respondent: (!respondent.name.is_empty() || respondent.id_number.is_some()).then_some(respondent),
                occurred_on: answers.occurred_on(today).unwrap_or_default(),
                details: answers.details_to_send(channel, today),
                asked: Vec::new(),
            },
            reporter: (!answers.is_anonymous(channel) && !reporter.is_empty()).then_some(reporter),
            livelihood: Livelihood::parse(&answers.livelihood),
            language: language.to_owned(),
            flags,
        })
    }

    pub fn summary(&self) -> Summary {
        Summary {
            title: self.content.title.clone(),
            case_number: self.content.case_number.clone(),
            respondent: self
                .content
                .respondent
                .as_ref()
                .map(|respondent| respondent.name.clone())
                .filter(|name| !name.is_empty()),
            words: self.content.title.is_none().then(|| self.content.first_words()).flatten(),
        }
    }
}

/// The court a report is about: the one that was chosen, else the one that the case number names.
pub fn court_of(answers: &Answers, reading: Option<&Reading>) -> Option<String> {
    let chosen = Some(answers.court.clone()).filter(|code| !code.is_empty());
    chosen.or_else(|| reading.filter(|reading| reading.is_usable()).and_then(|reading| reading.court.clone()))
}
