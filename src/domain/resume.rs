//! Going on with a draft another time: the code that opens it, and the page on which somebody stopped.

use chrono::NaiveDate;

use super::{
    answers::{Answers, FormStep},
    check_digits,
    report::{Channel, code_digits, grouped},
};

/// The secret that opens a draft: 14 digits and two check digits (ISO 7064 MOD 97-10). A receipt code has 20 digits,
/// so that the two are told apart wherever they are typed.
#[derive(Clone, PartialEq, Eq)]
pub struct ResumeCode(String);

impl ResumeCode {
    /// Digits of a code, check digits included.
    pub const LENGTH: usize = 16;

    /// The code of a random number; what is beyond fourteen digits of it does not count.
    pub fn of_number(random: u64) -> Self {
        let body = format!("{:014}", random % 100_000_000_000_000);
        let check = check_digits::mod97_10(&body).unwrap_or_default();
        Self(format!("{body}{check}"))
    }

    /// Accepts spaces, hyphens, full-width digits and its label before it; `None` when the check digits do not fit.
    pub fn parse(typed: &str) -> Option<Self> {
        let digits = code_digits(typed)?;
        (digits.len() == Self::LENGTH && check_digits::verify_mod97_10(&digits)).then_some(Self(digits))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as people read it.
    pub fn grouped(&self) -> String {
        grouped(&self.0)
    }
}

/// A secret is not printed, not even by accident.
impl std::fmt::Debug for ResumeCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ResumeCode(…)")
    }
}

/// How many digits a typed code has, right or wrong; `None` when it holds anything else.
pub fn length_of(typed: &str) -> Option<usize> {
    code_digits(typed).map(|digits| digits.len())
}

/// The page of a field.
fn page_of(field: &str) -> Option<FormStep> {
    FormStep::ALL.iter().copied().find(|step| {
        step.fields().contains(&field)
            || (*step == FormStep::Details && field.starts_with("q_"))
            || (*step == FormStep::Story && matches!(field, "year" | "month" | "day"))
    })
}

/// How far a draft has come once these fields are saved. `continued` is the page that was left with Continue; while
/// somebody types, the page of what they type counts. It never goes back.
pub fn reached(
    channel: Channel,
    answers: &Answers,
    before: Option<FormStep>,
    fields: &[(String, String)],
    continued: Option<FormStep>,
) -> Option<FormStep> {
    let sequence = FormStep::sequence(channel, answers);
    let place = |step: FormStep| sequence.iter().position(|one| *one == step);
    let now = match continued {
        Some(step) => place(step).map(|at| at + 1),
        None => {
            fields.iter().filter(|(_, value)| !value.is_empty()).find_map(|(name, _)| page_of(name)).and_then(place)
        }
    };
    let at = before.and_then(place).max(now)?;
    sequence.get(at).or(sequence.last()).copied()
}

/// Where a draft opens again: the first page that still lacks something it must have, else the page that was reached.
pub fn opens_at(channel: Channel, answers: &Answers, reached: Option<FormStep>, today: NaiveDate) -> FormStep {
    let sequence = FormStep::sequence(channel, answers);
    let reached = reached.filter(|step| sequence.contains(step)).unwrap_or(FormStep::Kind);
    let wrong = answers.errors(channel, today).into_iter().filter_map(|error| page_of(error.field)).collect::<Vec<_>>();
    let passed = sequence.iter().take_while(|step| **step != reached);
    passed.copied().find(|step| wrong.contains(step)).unwrap_or(reached)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::ReceiptCode;

    #[test]
    fn codes_survive_being_read_out_and_are_no_receipt_codes() {
        for n in [0, 7, 99_999_999_999_999, 123_456_789_012_345_678, u64::MAX] {
            let code = ResumeCode::of_number(n);
            assert_eq!(code.as_str().len(), 16);
            assert_eq!(ResumeCode::parse(&code.grouped().replace(' ', " - ")).as_ref(), Some(&code));
            let wide = code.as_str().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap()).collect::<String>();
            assert_eq!(ResumeCode::parse(&wide).as_ref(), Some(&code));
            assert_eq!(ReceiptCode::parse(code.as_str()), None);
            assert_eq!(format!("{code:?}"), "ResumeCode(…)");
        }
        assert_eq!(length_of("1234 5678"), Some(8));
        assert_eq!(length_of("一二三"), None);
    }

    fn fields(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn a_draft_opens_where_somebody_stopped() {
        let today = "2026-11-23".parse().unwrap();
        let mut answers = Answers::default();
        let opens = |answers: &Answers, reached| opens_at(Channel::Lead, answers, reached, today);
        assert_eq!(opens(&answers, None), FormStep::Kind);
        let kind = fields(&[("category", "other")]);
        answers.take(&kind);
        let at = reached(Channel::Lead, &answers, None, &kind, Some(FormStep::Kind));
        assert_eq!(opens(&answers, at), FormStep::Case);
        // Pages that may stay empty count as passed once somebody went on from them.
        let at = reached(Channel::Lead, &answers, at, &fields(&[("case_number", "")]), Some(FormStep::Case));
        assert_eq!(opens(&answers, at), FormStep::Respondent);
        // Typing on a later page leads there, going back to an earlier one does not lead back.
        let story = fields(&[("narrative", ""), ("year", "2026")]);
        let at = reached(Channel::Lead, &answers, at, &story, None);
        assert_eq!(at, Some(FormStep::Story));
        let at = reached(Channel::Lead, &answers, at, &kind, Some(FormStep::Kind));
        assert_eq!(at, Some(FormStep::Story));
        // What must be there and is not comes first.
        assert_eq!(opens(&answers, Some(FormStep::Check)), FormStep::Story);
        answers.take(&fields(&[("narrative", "x"), ("year", "")]));
        assert_eq!(opens(&answers, Some(FormStep::Check)), FormStep::Check);
        // A page that is not asked for (any more) is no place to open.
        assert_eq!(opens(&Answers::default(), Some(FormStep::Details)), FormStep::Kind);
    }

    #[test]
    fn the_last_page_is_the_check_page() {
        let answers = Answers { category: "asset".into(), narrative: "x".into(), ..Answers::default() };
        let at = reached(Channel::Lead, &answers, None, &[], Some(FormStep::You));
        assert_eq!(at, Some(FormStep::Check));
    }
}
