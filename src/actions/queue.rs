//! Lists reports for an officer: reads the address or the API's query, runs it within the scope, opens the summaries.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;

use crate::{
    clock::end_of,
    crypto::DataKey,
    domain::{
        report::Summary,
        staff::{Scope, Staff},
    },
    portal::Portal,
    storage::{
        self,
        queue::{DueFilter, Filter, Instants, Part, Place, QueueRow, Sort, Term, View},
    },
};

/// A list as an address asks for it.
#[derive(Clone)]
pub struct Query {
    pub filter: Filter,
    pub q: String,
    pub sort: Sort,
    pub after: Option<Place>,
    pub limit: usize,
    /// The fields as they stood in the address, without empty ones.
    fields: Vec<(String, String)>,
    /// Names and values that mean nothing here; the API refuses them, a page leaves them out.
    pub unknown: Vec<String>,
}

/// One page of a list.
pub struct ListPage {
    pub rows: Vec<(QueueRow, Summary)>,
    pub count: i64,
    pub next: Option<String>,
}

impl Query {
    /// Reads `view=…&status=…&status=…`.
    pub fn of_address(raw: &str, limit: usize) -> Self {
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(raw).unwrap_or_default();
        let mut query = Self {
            filter: Filter::default(),
            q: String::new(),
            sort: Sort::Newest,
            after: None,
            limit,
            fields: Vec::new(),
            unknown: Vec::new(),
        };
        for (name, value) in fields {
            if value.is_empty() {
                continue;
            }
            let filter = &mut query.filter;
            let known = match name.as_str() {
                "view" => {
                    filter.view = View::parse(&value);
                    filter.view.is_some()
                }
                "sort" => Sort::parse(&value).map(|sort| query.sort = sort).is_some(),
                "due" => {
                    filter.due = DueFilter::parse(&value);
                    filter.due.is_some()
                }
                "limit" => value
                    .parse()
                    .ok()
                    .filter(|limit| (1..=100).contains(limit))
                    .map(|limit| query.limit = limit)
                    .is_some(),
                "cursor" => {
                    query.after =
                        URL_SAFE_NO_PAD.decode(&value).ok().and_then(|json| serde_json::from_slice(&json).ok());
                    query.after.is_some()
                }
                "q" => {
                    query.q.clone_from(&value);
                    value.chars().count() <= 200
                }
                "court" | "channel" | "category" | "status" | "assignee" | "livelihood" => {
                    let list = match name.as_str() {
                        "court" => &mut filter.court,
                        "channel" => &mut filter.channel,
                        "category" => &mut filter.category,
                        "status" => &mut filter.status,
                        "assignee" => &mut filter.assignee,
                        _ => &mut filter.livelihood,
                    };
                    list.push(value.clone());
                    list.len() <= 200
                }
                _ => false,
            };
            if known {
                query.fields.push((name, value));
            } else {
                query.unknown.push(name);
            }
        }
        query
    }

    /// Whether anything but view, sort and place was asked for.
    pub fn is_narrowed(&self) -> bool {
        !self.chips().is_empty()
    }

    /// Names and values that narrow the list.
    pub fn chips(&self) -> Vec<(&'static str, String)> {
        const NAMES: &[&str] = &["q", "channel", "category", "status", "due", "livelihood", "court", "assignee"];
        let chips = self
            .fields
            .iter()
            .filter_map(|(name, value)| Some((*NAMES.iter().find(|known| *known == name)?, value.clone())));
        chips.collect()
    }

    /// The address with some fields set to other values; an empty value takes a field away.
    pub fn address_with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self
            .fields
            .iter()
            .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name))
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let fields = kept.chain(changes.iter().copied().filter(|(_, value)| !value.is_empty())).collect::<Vec<_>>();
        serde_urlencoded::to_string(fields).unwrap_or_default()
    }

    /// The address without one value, from its first page.
    pub fn address_without(&self, name: &str, value: &str) -> String {
        let kept = self.fields.iter().filter(|(n, v)| n != "cursor" && !(n == name && v == value)).collect::<Vec<_>>();
        serde_urlencoded::to_string(kept).unwrap_or_default()
    }
}

/// The instants that lists are measured against now.
pub fn instants(portal: &Portal) -> Instants {
    let today = portal.clock.today();
    Instants { now: portal.clock.now(), end_of_today: end_of(today), end_of_week: end_of(today + TimeDelta::days(6)) }
}

/// Runs a list: one statement for the rows, one for the count.
pub async fn list(portal: &Portal, me: &Staff, scope: &Scope, query: &Query) -> storage::Result<ListPage> {
    let mut filter = query.filter.clone();
    filter.terms = query.q.split_whitespace().map(|term| resolve(portal, term)).collect();
    let at = instants(portal);
    let mut rows = storage::queue::list(
        &portal.db,
        scope,
        me.id,
        &filter,
        at,
        Part { sort: query.sort, after: query.after.as_ref(), limit: query.limit + 1 },
    )
    .await?;
    let more = rows.len() > query.limit;
    rows.truncate(query.limit);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|last| URL_SAFE_NO_PAD.encode(serde_json::to_vec(&last.place(query.sort)).unwrap_or_default()));
    let count = storage::queue::count(&portal.db, scope, me.id, &filter, at).await?;
    let rows = rows.into_iter().map(|row| {
        let key = DataKey::unwrap(&portal.keys, &row.key_id, &row.wrapped_key, "report", row.id)?;
        let summary = key.open("report", "sealed_summary", row.id, &row.sealed_summary)?;
        Ok((row, summary))
    });
    Ok(ListPage { rows: rows.collect::<storage::Result<_>>()?, count, next })
}

/// What a search term can match while there is no full-text search: numbers of reports and of cases.
fn resolve(portal: &Portal, term: &str) -> Term {
    use unicode_normalization::UnicodeNormalization;
    let plain = term.nfkc().filter(|c| *c != '-').collect::<String>();
    if (1..=12).contains(&plain.len()) && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Term::Number(plain);
    }
    let reading = portal.read_case_number(term);
    match reading.canonical.filter(|_| reading.reason.is_none()) {
        Some(canonical) => Term::Case(portal.case_hash(&canonical)),
        None => Term::Case(portal.case_hash(term)),
    }
}
