//! Lists reports for an officer: reads the address or the API's query, runs it within the scope, opens the summaries.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{Datelike, NaiveDate};

use super::{
    desk_words,
    find::{self, Hits},
};
use crate::{
    crypto::DataKey,
    domain::{
        report::{Category, Channel, Desk, ReportNumber, Status, Summary},
        staff::{Reach, Scope, Staff},
    },
    portal::Portal,
    storage::{
        self,
        queue::{Counts, DueFilter, Filter, Neighbour, Part, Place, QueueRow, Sort, View, Way},
        related::Same,
    },
};

/// A list as an address asks for it.
#[derive(Clone)]
pub struct Query {
    pub filter: Filter,
    pub q: String,
    pub sort: Sort,
    pub from: Option<(Place, Way)>,
    pub limit: usize,
    /// The columns that a page shows; empty: those that it shows by itself.
    pub columns: Vec<String>,
    /// The fields as they stood in the address, without empty ones.
    fields: Vec<(String, String)>,
    /// Names and values that mean nothing here; the API refuses them, a page leaves them out.
    pub unknown: Vec<String>,
}

/// One page of a list.
pub struct ListPage {
    /// With what was typed; `None` where that does not open: one such report does not take the list from everybody.
    pub rows: Vec<(QueueRow, Option<Summary>)>,
    pub counts: Counts,
    /// Cursors of the pages before and after.
    pub before: Option<String>,
    pub next: Option<String>,
    /// See [`Place::many`].
    pub many: Option<bool>,
}

/// The fields whose values narrow a list, in the order of their chips. With `!` behind the name: none of these.
const FACETS: &[&str] = &["channel", "category", "status", "livelihood", "court", "assignee", "result", "tag"];
/// Days from and to.
pub const DAYS: &[&str] = &["received_from", "received_to", "due_from", "due_to"];

/// A place in a list as an address holds it.
pub fn encode(place: &Place) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// Characters of a question.
const LONGEST_QUESTION: usize = 200;
/// Values of one field.
const MOST_VALUES: usize = 200;

/// Reads what [`encode`] wrote.
pub fn decode(cursor: &str) -> Option<Place> {
    let place: Place = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    // Years that both databases know.
    (1..=9999).contains(&place.at.year()).then_some(place)
}

impl Query {
    /// Reads `view=…&status=…&status!=…`; newest first where nothing else is said.
    pub fn of_address(raw: &str, limit: usize) -> Self {
        let fields: Vec<(String, String)> = serde_urlencoded::from_str(raw).unwrap_or_default();
        let mut query = Self {
            filter: Filter::default(),
            q: String::new(),
            sort: Sort::Newest,
            from: None,
            limit,
            columns: Vec::new(),
            fields: Vec::new(),
            unknown: Vec::new(),
        };
        for (name, value) in fields {
            if value.is_empty() {
                continue;
            }
            if query.read(&name, &value) {
                query.fields.push((name, value));
            } else {
                query.unknown.push(name);
            }
        }
        query
    }

    /// The same for the desk's own page, where a lane begins with what matters most.
    pub fn of_page(raw: &str, limit: usize) -> Self {
        let mut query = Self::of_address(raw, limit);
        if !query.fields.iter().any(|(name, _)| name == "sort") {
            query.sort = match query.filter.view.unwrap_or(View::All) {
                View::All | View::Unsettled => Sort::Newest,
                _ => Sort::Priority,
            };
        }
        let one_by_one = query.fields.iter().any(|(name, _)| name == "floods");
        query.filter.collapsed = query.filter.same.is_empty() && !one_by_one;
        query
    }

    /// Takes one field in; `false` when it means nothing.
    fn read(&mut self, name: &str, value: &str) -> bool {
        let filter = &mut self.filter;
        let cursor = |way| decode(value).map(|place| (place, way));
        match name {
            "view" => {
                filter.view = View::parse(value);
                filter.view.is_some()
            }
            "sort" => Sort::parse(value).map(|sort| self.sort = sort).is_some(),
            "due" => {
                // Each holds those before it.
                let due = DueFilter::parse(value);
                filter.due = filter.due.max(due);
                due.is_some()
            }
            "limit" => {
                value.parse().ok().filter(|limit| (1..=100).contains(limit)).map(|limit| self.limit = limit).is_some()
            }
            "cursor" => {
                self.from = cursor(Way::On);
                self.from.is_some()
            }
            "before" => {
                self.from = cursor(Way::Back);
                self.from.is_some()
            }
            "q" => {
                value.clone_into(&mut self.q);
                // Too long to be searched for, but not to be said so: nothing is found, on a page and in its export alike.
                if value.chars().count() > LONGEST_QUESTION {
                    self.unknown.push(name.to_owned());
                }
                true
            }
            "columns" => {
                self.columns.extend(value.split(',').map(str::to_owned));
                self.columns.len() <= 30
            }
            // What the page folds into one row, one by one.
            "floods" => value == "all",
            "received_from" => day(&mut filter.received.from, value),
            "received_to" => day(&mut filter.received.to, value),
            "due_from" => day(&mut filter.due_on.from, value),
            "due_to" => day(&mut filter.due_on.to, value),
            _ => {
                if let Some(same) = Same::parse(name) {
                    let number = ReportNumber::parse(value).filter(|_| filter.same.len() < 3);
                    filter.same.extend(number.iter().map(|number| (same, number.as_str().to_owned())));
                    return number.is_some();
                }
                let (facets, name) = match name.strip_suffix('!') {
                    Some(name) => (&mut filter.not, name),
                    None => (&mut filter.is, name),
                };
                let list = match name {
                    "court" => &mut facets.court,
                    "channel" => &mut facets.channel,
                    "category" => &mut facets.category,
                    "status" => &mut facets.status,
                    "result" => &mut facets.result,
                    "assignee" => &mut facets.assignee,
                    "livelihood" => &mut facets.livelihood,
                    "tag" => &mut facets.tag,
                    _ => return false,
                };
                let is_known = match name {
                    "channel" => Channel::parse(value).is_some(),
                    "category" => Category::parse(value).is_some(),
                    "status" => Status::parse(value).is_some(),
                    _ => true,
                };
                // It is asked for all the same: nothing is found, where leaving it out would find more than was meant.
                if !is_known {
                    self.unknown.push(name.to_owned());
                }
                let fits = list.len() < MOST_VALUES;
                if fits {
                    list.push(value.to_owned());
                }
                fits
            }
        }
    }

    /// Whether anything but view, sort and place was asked for.
    pub fn is_narrowed(&self) -> bool {
        !self.chips().is_empty()
    }

    /// Names and values that narrow the list.
    pub fn chips(&self) -> Vec<(String, String)> {
        let narrows = |name: &str| {
            let field = name.strip_suffix('!').unwrap_or(name);
            name == "q"
                || name == "due"
                || Same::parse(name).is_some()
                || FACETS.contains(&field)
                || DAYS.contains(&name)
        };
        self.fields.iter().filter(|(name, _)| narrows(name)).cloned().collect()
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

    /// The address of the list's first page.
    pub fn address(&self) -> String {
        self.address_with(&[("cursor", ""), ("before", "")])
    }

    /// The address without one value, from its first page.
    pub fn address_without(&self, name: &str, value: &str) -> String {
        let is_place = |name: &str| matches!(name, "cursor" | "before");
        let kept = self.fields.iter().filter(|(n, v)| !(is_place(n) || n == name && v == value)).collect::<Vec<_>>();
        serde_urlencoded::to_string(kept).unwrap_or_default()
    }

    /// Fields that a form on the page must carry along so that only what it asks for changes.
    pub fn hidden(&self, asked: &[&str]) -> Vec<(String, String)> {
        let carried = |name: &String| !asked.contains(&name.as_str()) && !matches!(name.as_str(), "cursor" | "before");
        self.fields.iter().filter(|(name, _)| carried(name)).cloned().collect()
    }
}

/// What the filters of a list offer beside plain codes, each with its words.
#[derive(Default)]
pub struct Choices {
    /// Those who handle reports at the officer's court.
    pub people: Vec<(String, String)>,
    /// The tags of the courts within the scope; a code that several courts use has the words of all.
    pub tags: Vec<(String, String)>,
}

/// What an officer can choose from.
pub async fn choices(portal: &Portal, scope: &Scope) -> storage::Result<Choices> {
    let courts = match &scope.reach {
        Reach::All => None,
        Reach::Circuit(code) => {
            let below = portal.courts().below(code).into_iter().map(|court| court.code.clone()).collect::<Vec<_>>();
            Some([below, vec![code.clone()]].concat())
        }
        Reach::Court(code) => Some(vec![code.clone()]),
    };
    let discipline = scope.desk == Desk::Discipline;
    let mut found = Choices::default();
    for row in storage::choices::list(&portal.db, &scope.own_court, discipline, courts).await? {
        let (Some(key_id), Some(sealed)) = (&row.key_id, &row.sealed) else {
            found.people.push((row.code, row.name));
            continue;
        };
        let word = desk_words::open_word(portal, "tag", row.id, key_id, sealed);
        match found.tags.last_mut().filter(|(code, _)| *code == row.code) {
            Some((_, words)) => *words = format!("{words} / {word}"),
            None => found.tags.push((row.code, word)),
        }
    }
    Ok(found)
}

/// Years beyond four digits have another order as text.
fn day(slot: &mut Option<NaiveDate>, value: &str) -> bool {
    *slot = value.parse().ok().filter(|day: &NaiveDate| (1..9999).contains(&day.year()));
    slot.is_some()
}

/// The filter with its search terms as the database knows them.
pub fn resolved(portal: &Portal, me: &Staff, scope: &Scope, query: &Query) -> Filter {
    let mut filter = Filter { role: Some(me.role), ..query.filter.clone() };
    filter.terms = find::resolve(portal, me, scope, &query.filter, &query.q);
    filter
}

/// Runs a list: one statement for all counts, one for the rows; a search may take some more.
pub async fn list(portal: &Portal, me: &Staff, scope: &Scope, query: &Query) -> storage::Result<ListPage> {
    let filter = resolved(portal, me, scope, query);
    let (db, id, now) = (&portal.db, me.id, portal.clock.now());
    let text = find::driving(&filter);
    // The way to the rows depends on how many a search finds.
    let mut counts = None;
    if let Some(text) = text.filter(|text| text.is_exact()) {
        let name = text.name();
        let before = portal.counted.get(&name);
        counts = storage::queue::counts(db, scope, id, &filter, Some((text, before)), now).await?;
        if let Some(counted) = counts.as_ref().and_then(|counts| counts.counted) {
            portal.counted.insert(name, counted);
        }
    }
    let (counts, hits) = if let Some(counts) = counts {
        let hits = Hits::Counted(counts.total);
        (counts, hits)
    } else {
        let counts = storage::queue::counts(db, scope, id, &find::counted(&filter), None, now).await?;
        let counts = counts.unwrap_or_default();
        let hits = counts.many.map_or(Hits::Unknown, Hits::Many);
        (counts, hits)
    };
    let page = page(portal, me, scope, query, &filter, hits).await?;
    Ok(ListPage { counts, ..page })
}

/// The same without its counts, for whoever walks all of a list.
pub async fn rows(portal: &Portal, me: &Staff, scope: &Scope, query: &Query) -> storage::Result<ListPage> {
    let filter = resolved(portal, me, scope, query);
    page(portal, me, scope, query, &filter, Hits::Unknown).await
}

async fn page(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    query: &Query,
    filter: &Filter,
    hits: Hits,
) -> storage::Result<ListPage> {
    let from = query.from.as_ref().map(|(place, way)| (place, *way));
    let part = Part { sort: query.sort, from, limit: query.limit + 1 };
    let mut rows = find::page(portal, scope, me.id, filter, part, hits).await?;
    let more = rows.len() > query.limit;
    rows.truncate(query.limit);
    // Backwards the page was walked from its end.
    let back = matches!(query.from, Some((_, Way::Back)));
    if back {
        rows.reverse();
    }
    let many = hits.are_many();
    let place = |row: Option<&QueueRow>| row.map(|row| encode(&row.place(query.sort, many)));
    let next = place(rows.last()).filter(|_| more || back);
    let before = place(rows.first()).filter(|_| if back { more } else { query.from.is_some() });
    let open = |row: &QueueRow| {
        DataKey::unwrap(&portal.keys, &row.key_id, &row.wrapped_key, "report", row.id)
            .and_then(|key| key.open("report", "sealed_summary", row.id, &row.sealed_summary))
            .inspect_err(|error| tracing::error!(report = %row.id, %error, "a report in a list does not open"))
            .ok()
    };
    let with_summary = |row| {
        let summary = open(&row);
        (row, summary)
    };
    let rows = rows.into_iter().map(with_summary).collect();
    Ok(ListPage { rows, counts: Counts::default(), before, next, many })
}

/// The reports before and after a place of a list.
pub async fn neighbours(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    query: &Query,
    place: &Place,
) -> storage::Result<(Option<Neighbour>, Option<Neighbour>)> {
    find::neighbours(&portal.db, scope, me.id, &resolved(portal, me, scope, query), place).await
}
