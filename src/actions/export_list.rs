//! Takes what a list shows out of the portal: short lists at once, long ones by a job into a sealed file that its
//! requester can fetch for a day. Who took what, when and how much is noted; who reported is never part of it.

use std::collections::HashMap;

use chrono::TimeDelta;
use uuid::Uuid;

use super::queue::{self, Query};
use crate::{
    crypto::DataKey,
    domain::{
        report::{Content, Summary},
        staff::{Scope, Staff},
    },
    export::{
        table::{self, Column},
        xlsx,
    },
    files::{FileError, Part},
    i18n::Lang,
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, StorageError,
        exports::{ExportRow, ExportState, Format},
        queue::{QueueRow, Sort},
    },
};

/// Lists of at most so many reports go out at once.
pub const AT_ONCE: i64 = 1_000;
/// No export holds more reports.
pub const MOST: i64 = 100_000;
/// How long a file can be fetched.
pub const KEPT: TimeDelta = TimeDelta::hours(24);
/// Reports that are read in one go.
const PAGE: usize = 500;

/// What somebody wants to take out.
#[derive(Clone)]
pub struct Wish {
    /// The address of the list.
    pub address: String,
    pub format: Format,
    pub narrative: bool,
    pub lang: Lang,
}

/// How the export goes on.
pub enum Going {
    /// It is to be written now.
    Now,
    /// A job writes it; here is where to look.
    Later(Uuid),
}

/// How many reports the list has, counted to one more than the list's own cap.
pub async fn count(portal: &Portal, officer: &Staff, scope: &Scope, address: &str) -> storage::Result<i64> {
    Ok(queue::list(portal, officer, scope, &whole(address, 1)).await?.counts.total)
}

/// Notes the export, and leaves a long one to a job.
pub async fn begin(portal: &Portal, officer: &Staff, scope: &Scope, wish: &Wish) -> storage::Result<Going> {
    let count = count(portal, officer, scope, &wish.address).await?;
    let at_once = count <= AT_ONCE;
    let now = portal.clock.now();
    let id = portal.entropy.id(now);
    let wrapped = if at_once {
        None
    } else {
        Some(DataKey::generate(&portal.entropy).wrap(&portal.keys, &portal.entropy, "export_log", id)?)
    };
    // One name of a key in the row for both that it seals.
    let (key_id, wrapped_key) = match wrapped {
        Some(wrapped) => (wrapped.key_id, Some(wrapped.key)),
        None => (portal.keys.current(), None),
    };
    let seal = DataKey::for_purpose(&portal.keys, &key_id, SEAL)?;
    let row = ExportRow {
        id,
        staff_id: officer.id,
        court: officer.court.clone(),
        role: officer.role.to_string(),
        format: wish.format.to_string(),
        report_id: None,
        sealed_filter: Some(seal.seal(&portal.entropy, "export_log", "sealed_filter", id, &wish.address)),
        narrative: wish.narrative,
        language: wish.lang.code().to_owned(),
        state: if at_once { ExportState::Streamed } else { ExportState::Waiting }.to_string(),
        count: if at_once { count } else { 0 },
        key_id,
        wrapped_key,
        created_at: now,
        finished_at: at_once.then_some(now),
        // A job that never ends leaves nothing behind either.
        expires_at: (!at_once).then_some(now + KEPT),
    };
    let mut tx = portal.db.begin().await?;
    storage::exports::add(&mut tx, &row).await?;
    if !at_once {
        jobs::enqueue(portal, &mut tx, &Job::ExportList { id }).await?;
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(if at_once { Going::Now } else { Going::Later(id) })
}

/// What the addresses of lists are sealed for.
const SEAL: &str = "seal exports";

/// What was wished for.
pub fn wish_of(portal: &Portal, row: &ExportRow) -> storage::Result<Wish> {
    let seal = DataKey::for_purpose(&portal.keys, &row.key_id, SEAL)?;
    let sealed = row.sealed_filter.as_deref().unwrap_or_default();
    Ok(Wish {
        address: seal.open("export_log", "sealed_filter", row.id, sealed)?,
        format: row.format()?,
        narrative: row.narrative,
        lang: Lang::parse(&row.language),
    })
}

/// A file that can be fetched: by whoever asked for it, while role and court are still the same, within its day.
pub async fn open(portal: &Portal, officer: &Staff, id: Uuid) -> storage::Result<Option<(ExportRow, DataKey)>> {
    let Some(row) = storage::exports::find(&portal.db, officer.id, id).await? else { return Ok(None) };
    let now = portal.clock.now();
    let over = row.expires_at.is_none_or(|at| at <= now);
    if row.state()? != ExportState::Ready || over || !is_still(&row, officer) {
        return Ok(None);
    }
    Ok(row.data_key(&portal.keys)?.map(|key| (row, key)))
}

/// Whether somebody is still what they were when they asked.
pub fn is_still(row: &ExportRow, officer: &Staff) -> bool {
    row.court == officer.court && row.role == officer.role.as_str()
}

/// Deletes a file whose day is over; the note that it was made stays.
pub async fn erase(portal: &Portal, id: Uuid) -> Result<(), EraseError> {
    portal.files.delete(id).await?;
    let mut tx = portal.db.begin().await?;
    storage::exports::set_erased(&mut tx, id).await?;
    tx.commit().await?;
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    #[error(transparent)]
    Files(#[from] FileError),
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Where a file of a list lies in the store.
pub const PART: Part = Part::Original;

/// The list from its first page on, so many at a time.
fn whole(address: &str, limit: usize) -> Query {
    let query = Query::of_address(address, limit);
    whole_from(&query.address_with(&[("cursor", ""), ("before", ""), ("limit", "")]), limit)
}

/// In the page's order; what the page folds into one row stands here in full.
fn whole_from(address: &str, limit: usize) -> Query {
    let mut query = Query::of_page(address, limit);
    query.filter.collapsed = false;
    query
}

/// In which order lines are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As the page has it: for what is read in a moment.
    OfPage,
    /// By receipt, newest first unless the page has the oldest first. Priorities and due dates change while a long list is
    /// read, and a report that moves would be missing or stand there twice.
    Settled,
}

impl Order {
    fn apply(self, mut query: Query) -> Query {
        if self == Self::Settled && matches!(query.sort, Sort::Priority | Sort::Due) {
            query.sort = Sort::Newest;
        }
        query
    }
}

/// The lines of a list, page after page, within the scope as it is at each page.
pub struct Lines {
    portal: Portal,
    officer: Staff,
    scope: Scope,
    wish: Wish,
    columns: Vec<Column>,
    order: Order,
    query: Option<Query>,
}

impl Lines {
    pub fn new(portal: &Portal, officer: &Staff, scope: &Scope, wish: &Wish, order: Order) -> Self {
        Self {
            portal: portal.clone(),
            officer: officer.clone(),
            scope: scope.clone(),
            columns: table::columns(&wish.address, wish.narrative),
            order,
            query: Some(order.apply(whole(&wish.address, PAGE))),
            wish: wish.clone(),
        }
    }

    /// What stands above the lines: whose list it is and when it was made, and that leads are unverified.
    pub fn head(&self) -> xlsx::Head {
        let (lang, now) = (self.wish.lang, self.portal.clock.now());
        let values = [("at", lang.minute(now)), ("who", self.officer.name.clone())];
        let values = values.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>();
        xlsx::Head {
            sheet: lang.t("queue-title"),
            first_line: lang.ta("export-first-line", &values),
            columns: self.columns.iter().map(|column| (column.label(lang), column.width())).collect(),
            made_at: now,
        }
    }

    /// The first two lines of a file, as long as all others.
    pub fn head_lines(&self) -> [Vec<String>; 2] {
        let head = self.head();
        let mut first = vec![head.first_line];
        first.resize(self.columns.len(), String::new());
        [first, head.columns.into_iter().map(|(label, _)| label).collect()]
    }

    /// The next lines; `None` after the last.
    pub async fn next(&mut self) -> storage::Result<Option<Vec<Vec<String>>>> {
        let Some(query) = self.query.take() else { return Ok(None) };
        let page = queue::rows(&self.portal, &self.officer, &self.scope, &query).await?;
        let next = page.next.as_ref().map(|next| whole_from(&query.address_with(&[("cursor", next)]), PAGE));
        self.query = next.map(|next| self.order.apply(next));
        let mut narratives = HashMap::new();
        if self.wish.narrative {
            let ids = page.rows.iter().map(|(row, _)| row.id).collect::<Vec<_>>();
            narratives.extend(storage::reports::contents(&self.portal.db, &self.scope, &ids).await?);
        }
        // What does not open says so in its cell: the other reports leave the portal all the same.
        let unreadable = || self.wish.lang.t("queue-unreadable");
        let lines = page.rows.iter().map(|(row, summary)| {
            let narrative =
                narratives.get(&row.id).map(|sealed| self.narrative(row, sealed).unwrap_or_else(unreadable));
            let summary =
                summary.clone().unwrap_or_else(|| Summary { title: Some(unreadable()), ..Summary::default() });
            let narrative = narrative.unwrap_or_default();
            let cell = |column: &Column| table::cell(&self.portal, self.wish.lang, *column, row, &summary, &narrative);
            self.columns.iter().map(cell).collect()
        });
        Ok(Some(lines.collect()))
    }

    fn narrative(&self, row: &QueueRow, sealed: &[u8]) -> Option<String> {
        let key = DataKey::unwrap(&self.portal.keys, &row.key_id, &row.wrapped_key, "report", row.id).ok()?;
        Some(key.open::<Content>("report", "sealed_content", row.id, sealed).ok()?.narrative)
    }
}
