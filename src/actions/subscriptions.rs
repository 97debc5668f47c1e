//! Views that speak up: at each report, at so many, or in a digest at its reader's hour; always within the scope that the
//! reader has at that moment.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    notify::{self, Change},
    queue::{self, Query},
    views,
};
use crate::{
    clock::end_of,
    domain::{
        court::Courts,
        notification::{Every, NotificationKind, is_weekday, next_digest},
        staff::{Scope, Staff},
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, Tx,
        queue::View as Lane,
        views::{UseRow, ViewRow},
    },
};

/// So many identities of what was in a view are kept for each of its readers.
const SEEN: usize = 1_000;
/// Somebody is told again after this time that a report is due.
const DUE_AGAIN: TimeDelta = TimeDelta::days(7);

/// What somebody knows of a view: which reports were in it.
///
/// A view may hold a million reports and only the newest are kept, by identity, which says when a report came. Once so
/// many are kept, others have been left out, and of one that is older than all of them nobody can tell whether it was
/// there. It counts as seen: a message too few about an old report of a very long list, and never one about what has
/// always been there.
#[derive(Clone, Debug, Default)]
pub struct Seen(BTreeSet<Uuid>);

impl Seen {
    pub fn of(ids: impl IntoIterator<Item = Uuid>) -> Self {
        let mut seen = Self::default();
        seen.0.extend(ids);
        while seen.0.len() > SEEN {
            seen.0.pop_first();
        }
        seen
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        Self::of(bytes.chunks_exact(16).filter_map(|bytes| Uuid::from_slice(bytes).ok()))
    }

    /// As the table keeps it.
    pub fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|id| *id.as_bytes()).collect()
    }

    fn knows(&self, id: &Uuid) -> bool {
        let too_old = self.0.len() >= SEEN && self.0.first().is_some_and(|oldest| id < oldest);
        too_old || self.0.contains(id)
    }

    fn and(self, ids: impl IntoIterator<Item = Uuid>) -> Self {
        Self::of(self.0.into_iter().chain(ids))
    }
}

/// Which reports of a list somebody sees: among `ids`, or the newest thousand.
pub async fn matching(
    portal: &Portal,
    me: &Staff,
    scope: &Scope,
    query: &Query,
    ids: Option<&[Uuid]>,
) -> storage::Result<Vec<Uuid>> {
    let filter = queue::resolved(portal, me, scope, query);
    storage::queue::matches(&portal.db, scope, me.id, &filter, ids).await
}

/// What is in a view for everybody to whom it speaks up, once it has another address: what was there before is not new
/// because the view came to it.
pub async fn seen_at(portal: &Portal, view: Uuid, address: &str) -> storage::Result<Vec<(Uuid, Seen)>> {
    let query = Query::of_address(address, 50);
    let mut all = Vec::new();
    for row in storage::views::list_uses(&portal.db, view).await? {
        let Some(person) = storage::staff::find_by_id(&portal.db, row.staff_id).await? else { continue };
        let me = person.person()?;
        let scope = Scope::of(&me, &portal.courts());
        all.push((me.id, Seen::of(matching(portal, &me, &scope, &query, None).await?)));
    }
    Ok(all)
}

/// A report came or changed: leaves a job for rules and views, if there are any that want to know. Ring `jobs_waiting`
/// after the commit.
pub async fn watch(portal: &Portal, tx: &mut Tx, change: Change, rules: bool) -> storage::Result<()> {
    if storage::views::is_anything_watching(tx, rules).await? {
        let job = Job::Watch { report: change.report, at: change.at, by: change.by, rules };
        jobs::enqueue(portal, tx, &job).await?;
    }
    Ok(())
}

/// Time brought these reports nearer to their due dates: leaves one job for all of them, if anybody wants to know.
pub async fn watch_due(portal: &Portal, tx: &mut Tx, reports: Vec<Uuid>, at: DateTime<Utc>) -> storage::Result<()> {
    if !reports.is_empty() && storage::views::is_anything_watching(tx, false).await? {
        jobs::enqueue(portal, tx, &Job::WatchDue { reports, at }).await?;
    }
    Ok(())
}

/// Reports that came or changed.
#[derive(Clone, Debug)]
pub struct News {
    pub reports: Vec<Uuid>,
    pub at: DateTime<Utc>,
    /// Who did it; nobody for the citizen and for the portal itself.
    pub by: Option<Uuid>,
}

/// Which views are asked about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    All,
    /// Those that time alone brings reports into.
    Due,
    /// Those that look for words: the index of search knows the reports as they are now.
    Words,
}

impl Asked {
    fn takes(self, query: &Query) -> bool {
        match self {
            Self::All => true,
            Self::Due => query.filter.view == Some(Lane::Overdue) || query.filter.due.is_some(),
            Self::Words => has_words(query),
        }
    }
}

fn has_words(query: &Query) -> bool {
    !query.q.is_empty()
}

/// Tells everybody whose view these reports came into. Views that look for words are asked by another job, once the
/// index of search has caught up; where there are none, there is no such job.
pub async fn tell_of(portal: &Portal, news: &News, asked: Asked) -> storage::Result<()> {
    let courts = portal.courts();
    let mut later = false;
    let mut failed = Ok(());
    for (staff_id, view_id) in storage::views::list_watching(&portal.db).await? {
        // What fails for one is tried again, and keeps nothing from the others.
        match tell_at(portal, &courts, staff_id, view_id, news, asked).await {
            Ok(waits) => later |= waits,
            Err(error) => {
                tracing::warn!(staff = %staff_id, view = %view_id, %error, "somebody cannot be told of a view");
                failed = failed.and(Err(error));
            }
        }
    }
    // It is tried again as a whole, and leaves that job then.
    if later && failed.is_ok() {
        let mut tx = portal.db.begin().await?;
        let News { reports, at, by } = news.clone();
        jobs::enqueue(portal, &mut tx, &Job::WatchWords { reports, at, by }).await?;
        tx.commit().await?;
    }
    failed
}

/// The same for one reader of one view; says whether that view waits for its words to be indexed.
async fn tell_at(
    portal: &Portal,
    courts: &Courts,
    staff_id: Uuid,
    view_id: Uuid,
    news: &News,
    asked: Asked,
) -> storage::Result<bool> {
    let Some(person) = storage::staff::find_by_id(&portal.db, staff_id).await? else { return Ok(false) };
    if person.disabled {
        return Ok(false);
    }
    let me = person.person()?;
    let scope = Scope::of(&me, courts);
    let Some(view) = views::find(portal, &me, &scope, view_id).await? else { return Ok(false) };
    let Some(query) = query_of(portal, &view) else { return Ok(false) };
    if !asked.takes(&query) {
        return Ok(false);
    }
    if has_words(&query) && asked != Asked::Words {
        return Ok(true);
    }
    let there = matching(portal, &me, &scope, &query, Some(&news.reports)).await?;
    tell(portal, staff_id, view_id, &there, news).await?;
    Ok(false)
}

/// What a view shows. Nothing if it does not open: that one is silent, and the others are not.
fn query_of(portal: &Portal, view: &ViewRow) -> Option<Query> {
    Some(Query::of_address(&views::open(portal, view)?.address, 50))
}

/// Tells somebody which of these reports are new in a view: the one, or how many.
async fn tell(portal: &Portal, staff: Uuid, view: Uuid, there: &[Uuid], news: &News) -> storage::Result<()> {
    if there.is_empty() {
        return Ok(());
    }
    let mut tx = portal.db.begin().await?;
    let Some(mut row) = storage::views::hold_use(&mut tx, staff, view).await? else { return Ok(()) };
    let Some(every @ (Every::Each | Every::Count)) = Every::parse(&row.every) else { return Ok(()) };
    let seen = Seen::of_bytes(&row.seen);
    let new = there.iter().copied().filter(|id| !seen.knows(id)).collect::<Vec<_>>();
    if new.is_empty() {
        return Ok(());
    }
    row.seen = seen.and(new.iter().copied()).bytes();
    // Whoever brought it there knows it, and is told neither now nor at a colleague's next step.
    if news.by != Some(staff) {
        row.fresh += i64::try_from(new.len()).unwrap_or(0);
        if every == Every::Each || row.fresh >= row.at_least {
            let one = new.first().copied().filter(|_| every == Every::Each && new.len() == 1);
            notify::tell_of_view(portal, &mut tx, staff, view, one, row.fresh, news.at).await?;
            row.fresh = 0;
        }
    }
    storage::views::set_every(&mut tx, &row).await?;
    tx.commit().await
}

/// Somebody's digest: what is new in views that speak up daily or weekly, what is due soon, and a mail that counts.
/// One transaction, which also sets the next one: done twice, it is done once.
pub async fn digest(portal: &Portal, staff: Uuid, at: DateTime<Utc>) -> storage::Result<()> {
    let Some(person) = storage::staff::find_by_id(&portal.db, staff).await? else { return Ok(()) };
    let me = person.person()?;
    let scope = Scope::of(&me, &portal.courts());
    let now = portal.clock.now();
    let Some(setting) = storage::staff_settings::find(&portal.db, staff).await? else { return Ok(()) };
    let next = next_digest(now, setting.hour);
    let (mut news, mut due) = (Vec::new(), Vec::new());
    if !person.disabled {
        // One that comes late stands for those that were missed since, and for their days of the week.
        let mut days = std::iter::successors(Some(at), |at| Some(*at + TimeDelta::days(1))).take_while(|at| *at < next);
        let weekly = days.any(|at| is_weekday(at, setting.weekday));
        news = new_in_views(portal, &me, &scope, weekly).await?;
        let until = end_of(portal.clock.today() + TimeDelta::days(1));
        due = storage::notifications::list_due_soon(&portal.db, &scope, staff, until, now - DUE_AGAIN).await?;
    }
    let mut tx = portal.db.begin().await?;
    let Some(mut setting) = storage::staff_settings::hold(&mut tx, staff).await? else { return Ok(()) };
    if setting.digest_at != Some(at) {
        // Another hour was chosen since, which has its own job.
        return Ok(());
    }
    for (row, count) in news {
        // It took a while to look: what was chosen meanwhile holds.
        let held = storage::views::hold_use(&mut tx, staff, row.view_id).await?;
        let Some(held) = held.filter(|held| held.every == row.every) else { continue };
        storage::views::set_every(&mut tx, &UseRow { seen: row.seen, ..held }).await?;
        if count > 0 {
            notify::tell_of_view(portal, &mut tx, staff, row.view_id, None, count, now).await?;
        }
    }
    for report in due {
        let change = Change { report, at: now, by: None };
        notify::tell(portal, &mut tx, change, NotificationKind::DueSoon, &[staff]).await?;
    }
    setting.digest_at = Some(next);
    storage::staff_settings::set(&mut tx, &setting).await?;
    jobs::enqueue_at(portal, &mut tx, &Job::Digest { staff, at: next }, next).await?;
    if !person.disabled && setting.confirmed_at.is_some() {
        mail(portal, &mut tx, staff, &scope).await?;
    }
    tx.commit().await?;
    portal.jobs_waiting.notify_one();
    Ok(())
}

/// What is new in views with a digest: those of every day, and with `weekly` those of once a week.
async fn new_in_views(portal: &Portal, me: &Staff, scope: &Scope, weekly: bool) -> storage::Result<Vec<(UseRow, i64)>> {
    let mut news = Vec::new();
    for row in storage::views::list_digests(&portal.db, me.id).await? {
        if row.every == Every::Weekly.as_str() && !weekly {
            continue;
        }
        let Some(view) = views::find(portal, me, scope, row.view_id).await? else { continue };
        let Some(query) = query_of(portal, &view) else { continue };
        let there = matching(portal, me, scope, &query, None).await?;
        let seen = Seen::of_bytes(&row.seen);
        let count = there.iter().filter(|id| !seen.knows(id)).count();
        // What is there now, and nothing else: a report that comes back is new again.
        let row = UseRow { seen: Seen::of(there).bytes(), fresh: 0, ..row };
        news.push((row, i64::try_from(count).unwrap_or(i64::MAX)));
    }
    Ok(news)
}

/// One mail with counts by kind, if anything waits for one.
async fn mail(portal: &Portal, tx: &mut Tx, staff: Uuid, scope: &Scope) -> storage::Result<()> {
    let counts = storage::notifications::count_for_mail(tx, scope, staff).await?;
    if counts.is_empty() {
        return Ok(());
    }
    let now = portal.clock.now();
    storage::notifications::set_mailed(tx, staff, now).await?;
    let job = Job::StaffMail { staff, id: portal.entropy.id(now), code: None, counts };
    jobs::enqueue(portal, tx, &job).await
}
