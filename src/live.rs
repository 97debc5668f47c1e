//! Who watches the desk, and one reader for all of them: it reads what changed once, asks once for each distinct scope
//! who may see it, and hands it to those who watch. A bell is a hint only; the reader looks every other second anyway.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{sync::mpsc, time::Instant};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    domain::staff::{Role, Scope},
    portal::Portal,
    storage::{
        self,
        bell::Bell,
        events::{self, ChangeRow},
        presence::{self, PresentRow, State as Doing},
    },
    web::session::STAFF_IDLE,
};

/// How often the reader looks without having heard anything.
const POLL: Duration = Duration::from_secs(2);
/// Changes that come together are read together.
const BREATH: Duration = Duration::from_millis(60);
/// Identities are drawn before they are committed: one that is missing may still come, for this long.
const STRAGGLERS: Duration = Duration::from_mins(1);
/// More identities than this are not waited for: they were drawn by something that was undone.
const MOST_MISSING: i64 = 500;
/// With nobody watching, the reader ends after this time.
const LINGER: Duration = Duration::from_secs(30);
/// Events that are read at once.
const PART: i64 = 500;
/// Streams of one person; the oldest makes place.
const MOST_STREAMS: usize = 10;
/// What waits for one stream; whoever is slower begins anew from where it stopped.
const QUEUE: usize = 64;

/// What a stream is told.
#[derive(Clone, Debug)]
pub enum News {
    Changes(Arc<Changes>),
    /// Who has the watched report open now.
    Presence(Arc<Vec<Present>>),
    /// The watched report is no longer within sight.
    Gone,
    End(End),
}

/// The changes that were read together, one of each report; `mark` is where to go on from after the last of them.
#[derive(Debug)]
pub struct Changes {
    pub rows: Vec<ChangeRow>,
    pub mark: i64,
}

/// Somebody with a report open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    pub staff_id: Uuid,
    pub name: String,
    pub doing: Doing,
}

/// Why a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The session is over, or is no longer what it was.
    Session,
    /// The same person opened too many others.
    Many,
    /// The server stops.
    Stop,
}

impl End {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Many => "many",
            Self::Stop => "stop",
        }
    }
}

/// Who watches what.
#[derive(Clone)]
pub struct Watch {
    pub staff_id: Uuid,
    pub session_id: Uuid,
    pub court: String,
    pub role: Role,
    pub scope: Scope,
    /// The report that is open; else a list.
    pub report: Option<Uuid>,
}

/// A place among the watchers. `mark` is where to go on from, `read` the last event that will not come through it.
pub struct Place {
    pub news: mpsc::Receiver<News>,
    pub mark: i64,
    pub read: i64,
}

/// The watchers of this process.
#[derive(Default)]
pub struct Live {
    state: Mutex<Watchers>,
    stop: CancellationToken,
}

#[derive(Default)]
struct Watchers {
    all: BTreeMap<u64, (Watch, mpsc::Sender<News>)>,
    next: u64,
    running: bool,
    mark: i64,
    read: i64,
}

impl Live {
    fn lock(&self) -> MutexGuard<'_, Watchers> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends every stream, soon; new ones are not begun.
    pub fn stop(&self) {
        self.stop.cancel();
        self.end_all(End::Stop);
    }

    /// The latest event that everybody has heard of, if anybody watches.
    pub fn mark(&self) -> Option<i64> {
        let state = self.lock();
        state.running.then_some(state.mark)
    }

    /// How many streams are open.
    pub fn count(&self) -> usize {
        self.lock().all.values().filter(|(_, sender)| !sender.is_closed()).count()
    }

    fn end_all(&self, why: End) {
        for (_, sender) in std::mem::take(&mut self.lock().all).into_values() {
            let _ = sender.try_send(News::End(why));
        }
    }
}

impl Watchers {
    /// Tells one watcher; one who is gone or too slow is let go, and comes back from where it stopped.
    fn tell(&mut self, key: u64, news: News) {
        if let Some((_, sender)) = self.all.get(&key)
            && sender.try_send(news).is_err()
        {
            self.all.remove(&key);
        }
    }

    fn end(&mut self, key: u64, why: End) {
        if let Some((_, sender)) = self.all.remove(&key) {
            let _ = sender.try_send(News::End(why));
        }
    }
}

/// Takes a place among the watchers, and starts the reader when it is the first.
pub async fn watch(portal: &Portal, who: Watch) -> storage::Result<Place> {
    let last = events::last(&portal.db).await?;
    let (sender, news) = mpsc::channel(QUEUE);
    let mut state = portal.live.lock();
    if portal.live.stop.is_cancelled() {
        let _ = sender.try_send(News::End(End::Stop));
        return Ok(Place { news, mark: last, read: last });
    }
    if !state.running {
        (state.running, state.mark, state.read) = (true, last, last);
        tokio::spawn(keep_reading(portal.clone(), last));
    }
    let of_person =
        state.all.iter().filter(|(_, (watch, sender))| watch.staff_id == who.staff_id && !sender.is_closed());
    let of_person = of_person.map(|(key, _)| *key).collect::<Vec<_>>();
    for key in of_person.iter().take((of_person.len() + 1).saturating_sub(MOST_STREAMS)) {
        state.end(*key, End::Many);
    }
    let key = state.next;
    state.next += 1;
    state.all.insert(key, (who, sender));
    Ok(Place { news, mark: state.mark, read: state.read })
}

/// The changes after `after` up to `read`, one for each report, or nothing when there are too many or they are no longer
/// kept: whoever asks had better look at everything anew.
pub async fn missed(
    portal: &Portal,
    scope: &Scope,
    after: i64,
    place: &Place,
) -> storage::Result<Option<Vec<ChangeRow>>> {
    if after >= place.read {
        return Ok(Some(Vec::new()));
    }
    if !events::reaches_back_to(&portal.db, after).await? {
        return Ok(None);
    }
    let rows = events::between(&portal.db, scope, after, place.read, PART + 1).await?;
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > PART {
        return Ok(None);
    }
    Ok(Some(one_for_each(rows)))
}

/// Who has a report open, for somebody who may see it.
pub async fn present(portal: &Portal, scope: &Scope, report: Uuid) -> storage::Result<Vec<Present>> {
    let rows = presence::list_within(&portal.db, scope, &[report], portal.clock.now()).await?;
    Ok(people(rows.iter()))
}

/// Each person once, with the strongest of the tabs.
fn people<'a>(rows: impl Iterator<Item = &'a PresentRow>) -> Vec<Present> {
    let mut people = Vec::<Present>::new();
    for row in rows {
        let doing = Doing::parse(&row.state).unwrap_or(Doing::Idle);
        match people.iter_mut().find(|person| person.staff_id == row.staff_id) {
            Some(person) => person.doing = person.doing.max(doing),
            None => people.push(Present { staff_id: row.staff_id, name: row.name.clone(), doing }),
        }
    }
    people
}

/// The latest change of each report, in order.
fn one_for_each(rows: Vec<ChangeRow>) -> Vec<ChangeRow> {
    let mut latest = HashMap::<Uuid, ChangeRow>::new();
    for row in rows {
        latest.insert(row.report_id, row);
    }
    let mut latest = latest.into_values().collect::<Vec<_>>();
    latest.sort_by_key(|row| row.id);
    latest
}

/// What the reader remembers.
struct Reader {
    high: i64,
    missing: BTreeMap<i64, Instant>,
    /// Who was told to have which report open.
    told: HashMap<Uuid, Vec<Present>>,
    sessions_at: Instant,
    alone_since: Option<Instant>,
}

async fn keep_reading(portal: Portal, last: i64) {
    // A task of its own: should it panic, everybody who watches comes back and a new one begins.
    if tokio::spawn(read(portal.clone(), last)).await.is_err() {
        tracing::error!("the reader of changes panicked; it begins anew with the next watcher");
        let mut state = portal.live.lock();
        state.running = false;
        state.all.clear();
    }
}

async fn read(portal: Portal, last: i64) {
    let mut bell = Bell::of(&portal.db);
    let now = Instant::now();
    let mut reader =
        Reader { high: last, missing: BTreeMap::new(), told: HashMap::new(), sessions_at: now, alone_since: None };
    let mut failed = false;
    loop {
        tokio::select! {
            () = portal.live.stop.cancelled() => return portal.live.end_all(End::Stop),
            () = bell.heard() => {}
            () = tokio::time::sleep(POLL) => {}
        }
        tokio::time::sleep(BREATH).await;
        match look(&portal, &mut reader).await {
            Ok(()) => failed = false,
            Err(error) => {
                // Something may have been read and not told: everybody comes back from where they are.
                portal.live.lock().all.clear();
                if !failed {
                    tracing::warn!(%error, "changes cannot be read; it is tried again");
                }
                failed = true;
            }
        }
        let mut state = portal.live.lock();
        state.all.retain(|_, (_, sender)| !sender.is_closed());
        if state.all.is_empty() {
            let since = *reader.alone_since.get_or_insert_with(Instant::now);
            if since.elapsed() > LINGER {
                state.running = false;
                return;
            }
        } else {
            reader.alone_since = None;
        }
    }
}

async fn look(portal: &Portal, reader: &mut Reader) -> storage::Result<()> {
    if reader.sessions_at.elapsed() >= POLL {
        end_sessions(portal).await?;
        reader.sessions_at = Instant::now();
    }
    while changes(portal, reader).await? {}
    tell_presence(portal, reader).await
}

/// Reads the next part of what changed; whether there may be more.
async fn changes(portal: &Portal, reader: &mut Reader) -> storage::Result<bool> {
    reader.missing.retain(|_, since| since.elapsed() < STRAGGLERS);
    let missing = reader.missing.keys().copied().collect::<Vec<_>>();
    let ids = events::ids_after(&portal.db, reader.high, &missing, PART).await?;
    let Some(last) = ids.last().copied() else { return Ok(false) };
    let first = reader.high;
    for id in &ids {
        reader.missing.remove(id);
        if *id > reader.high {
            if first > 0 && *id - reader.high <= MOST_MISSING {
                reader.missing.extend((reader.high + 1..*id).map(|id| (id, Instant::now())));
            }
            reader.high = *id;
        }
    }
    let mark = reader.missing.keys().next().map_or(reader.high, |missing| missing - 1);
    // Whoever comes from here on reads what is before; whoever is here now is told.
    let groups = {
        let mut state = portal.live.lock();
        (state.mark, state.read) = (mark, reader.high);
        groups(&state)
    };
    for (scope, keys) in groups {
        let rows = one_for_each(events::these(&portal.db, &scope, &ids).await?);
        let visible = rows.iter().map(|row| row.report_id).collect::<BTreeSet<_>>();
        let changes = Arc::new(Changes { rows, mark });
        let watched = watched(&keys).into_iter().filter(|id| !visible.contains(id)).collect::<Vec<_>>();
        let lost = out_of_sight(portal, &scope, &watched).await?;
        let mut state = portal.live.lock();
        for (key, report) in keys {
            if !changes.rows.is_empty() {
                state.tell(key, News::Changes(changes.clone()));
            }
            if report.is_some_and(|report| lost.contains(&report)) {
                state.tell(key, News::Gone);
            }
        }
    }
    Ok(last >= first && i64::try_from(ids.len()).unwrap_or(PART) >= PART)
}

type Keys = Vec<(u64, Option<Uuid>)>;

/// The watchers by what they may see.
fn groups(state: &Watchers) -> Vec<(Scope, Keys)> {
    let mut groups = Vec::<(Scope, Keys)>::new();
    for (key, (watch, _)) in &state.all {
        match groups.iter_mut().find(|(scope, _)| *scope == watch.scope) {
            Some((_, keys)) => keys.push((*key, watch.report)),
            None => groups.push((watch.scope.clone(), vec![(*key, watch.report)])),
        }
    }
    groups
}

fn watched(keys: &Keys) -> Vec<Uuid> {
    keys.iter().filter_map(|(_, report)| *report).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Of reports that somebody has open, those that the scope no longer holds.
async fn out_of_sight(portal: &Portal, scope: &Scope, reports: &[Uuid]) -> storage::Result<Vec<Uuid>> {
    if reports.is_empty() {
        return Ok(Vec::new());
    }
    let seen = storage::reports::visible_ids(&portal.db, scope, reports).await?;
    Ok(reports.iter().copied().filter(|id| !seen.contains(id)).collect())
}

/// Tells who came, left, or began to write; what is as it was is not told again.
async fn tell_presence(portal: &Portal, reader: &mut Reader) -> storage::Result<()> {
    let groups = groups(&portal.live.lock());
    let reports = groups.iter().flat_map(|(_, keys)| watched(keys)).collect::<BTreeSet<_>>();
    reader.told.retain(|report, _| reports.contains(report));
    if reports.is_empty() {
        return Ok(());
    }
    let now = portal.clock.now();
    let all = presence::list(&portal.db, &reports.iter().copied().collect::<Vec<_>>(), now).await?;
    let mut moved = BTreeSet::new();
    for report in reports {
        let here = people(all.iter().filter(|row| row.report_id == report));
        if reader.told.get(&report) != Some(&here) {
            reader.told.insert(report, here);
            moved.insert(report);
        }
    }
    for (scope, keys) in groups {
        let ours = watched(&keys).into_iter().filter(|id| moved.contains(id)).collect::<Vec<_>>();
        if ours.is_empty() {
            continue;
        }
        let rows = presence::list_within(&portal.db, &scope, &ours, now).await?;
        let mut state = portal.live.lock();
        for report in ours {
            let here = Arc::new(people(rows.iter().filter(|row| row.report_id == report)));
            for (key, _) in keys.iter().filter(|(_, watched)| *watched == Some(report)) {
                state.tell(*key, News::Presence(here.clone()));
            }
        }
    }
    Ok(())
}

/// Ends the streams of sessions that are over, or whose person got another role or court. Where the courts are others than
/// they were (one became another one), the stream is let go: whoever comes back sees what is to be seen now.
async fn end_sessions(portal: &Portal) -> storage::Result<()> {
    let watches = portal.live.lock().all.iter().map(|(key, (watch, _))| (*key, watch.clone())).collect::<Vec<_>>();
    let ids = watches.iter().map(|(_, watch)| watch.session_id).collect::<BTreeSet<_>>();
    if ids.is_empty() {
        return Ok(());
    }
    let now = portal.clock.now();
    let ids = ids.into_iter().collect::<Vec<_>>();
    let alive = storage::sessions::alive(&portal.db, &ids, now, now - STAFF_IDLE).await?;
    let courts = portal.courts();
    let mut state = portal.live.lock();
    for (key, watch) in watches {
        let holds = alive
            .iter()
            .any(|row| row.id == watch.session_id && row.court == watch.court && row.role == watch.role.as_str());
        if !holds {
            state.end(key, End::Session);
        } else if watch.scope != Scope::at(&watch.court, watch.role, &courts) {
            state.all.remove(&key);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, report: u128, kind: &str) -> ChangeRow {
        ChangeRow {
            id,
            kind: kind.to_owned(),
            staff_id: None,
            who: None,
            report_id: Uuid::from_u128(report),
            number: String::new(),
            version: 1,
            status: String::new(),
            assignee: None,
        }
    }

    #[test]
    fn of_each_report_the_latest_change_is_told_in_order() {
        let told = one_for_each(vec![row(1, 7, "claim"), row(2, 8, "received"), row(3, 7, "accept")]);
        assert_eq!(
            told.iter().map(|row| (row.id, row.kind.as_str())).collect::<Vec<_>>(),
            [(2, "received"), (3, "accept")]
        );
    }

    #[test]
    fn the_strongest_of_somebodys_tabs_counts() {
        let tab = |staff: u128, state: &str| PresentRow {
            report_id: Uuid::nil(),
            staff_id: Uuid::from_u128(staff),
            name: staff.to_string(),
            state: state.to_owned(),
        };
        let rows = [tab(1, "idle"), tab(1, "writing"), tab(1, "viewing"), tab(2, "idle")];
        let doing = people(rows.iter()).into_iter().map(|person| person.doing).collect::<Vec<_>>();
        assert_eq!(doing, [Doing::Writing, Doing::Idle]);
    }
}
