//! What belongs together with a report, for whoever reads it: one line for each other report, with all that ties it.

use crate::{
    crypto::{DataKey, SealError},
    domain::{
        report::{Content, Summary},
        staff::{Role, Scope},
        workflow::Relation,
    },
    portal::Portal,
    storage::{
        self,
        related::{How, RelatedRow},
        reports::ReportRow,
    },
};

/// A link by hand, seen from the report that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    pub relation: Relation,
    /// Whether it was made from here: then this one is the duplicate.
    pub from_here: bool,
}

/// Another report.
pub struct Related {
    pub row: RelatedRow,
    /// In the order of their strength.
    pub hows: Vec<How>,
    /// How alike the texts are.
    pub percent: Option<i64>,
    pub tie: Option<Tie>,
    /// Its title, or the first words of its text; `None` where neither opens.
    pub words: Option<String>,
}

/// What belongs together with a report.
#[derive(Default)]
pub struct Together {
    /// How many there are in each way; no way without any.
    pub counts: Vec<(How, i64)>,
    /// Newest first.
    pub list: Vec<Related>,
}

/// Reads what belongs to a report that this officer has opened, at most `each` in each way; one statement, and one more for
/// reports that were sent before their first words stood in the summary.
pub async fn read(
    portal: &Portal,
    role: Role,
    scope: &Scope,
    report: &ReportRow,
    each: i64,
) -> storage::Result<Together> {
    let mut together = Together::default();
    let mut without = Vec::new();
    for row in storage::related::list(&portal.db, scope, role, report, each).await? {
        let Some(how) = How::parse(&row.how) else { continue };
        if together.counts.iter().all(|(counted, _)| *counted != how) {
            together.counts.push((how, row.n));
        }
        let known = together.list.iter().position(|other| other.row.id == row.id);
        let at = if let Some(at) = known {
            at
        } else {
            let words = words(portal, &row);
            if matches!(words, Ok(None)) {
                without.push(row.id);
            }
            let words = words.unwrap_or_else(|error| unreadable(&row, &error));
            together.list.push(Related { row: row.clone(), hows: Vec::new(), percent: None, tie: None, words });
            together.list.len() - 1
        };
        let other = &mut together.list[at];
        other.hows.push(how);
        match how {
            How::Similar => other.percent = Some(row.percent),
            How::Link => {
                let relation = Relation::parse(&row.relation).unwrap_or(Relation::Related);
                other.tie = Some(Tie { relation, from_here: row.from_here });
            }
            _ => {}
        }
    }
    for (id, sealed) in storage::reports::contents(&portal.db, scope, &without).await? {
        without.retain(|other| *other != id);
        if let Some(other) = together.list.iter_mut().find(|other| other.row.id == id) {
            let words = words_of_text(portal, &other.row, &sealed);
            other.words = words.unwrap_or_else(|error| unreadable(&other.row, &error));
        }
    }
    // What left the scope between the two statements.
    together.list.retain(|other| !without.contains(&other.row.id));
    together.counts.sort_unstable();
    together.list.iter_mut().for_each(|other| other.hows.sort_unstable());
    Ok(together)
}

fn unreadable(row: &RelatedRow, error: &SealError) -> Option<String> {
    tracing::error!(report = %row.id, %error, "a related report does not open");
    None
}

/// The title, or the first words of the text; nothing where they do not stand in the summary.
fn words(portal: &Portal, row: &RelatedRow) -> Result<Option<String>, SealError> {
    let key = DataKey::unwrap(&portal.keys, &row.key_id, &row.wrapped_key, "report", row.id)?;
    let summary: Summary = key.open("report", "sealed_summary", row.id, &row.sealed_summary)?;
    Ok(summary.title.or(summary.words))
}

/// The first words of a text, for a report that was sent before they stood in its summary.
fn words_of_text(portal: &Portal, row: &RelatedRow, sealed_content: &[u8]) -> Result<Option<String>, SealError> {
    let key = DataKey::unwrap(&portal.keys, &row.key_id, &row.wrapped_key, "report", row.id)?;
    let content: Content = key.open("report", "sealed_content", row.id, sealed_content)?;
    Ok(content.first_words())
}
