//! Tells people of the courts that something happened, in the transaction that makes it happen: one message per change
//! and person, and nobody is told of their own acts. What it is about is looked up when it is read, within the reader's
//! scope of then.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    domain::{
        mention::mentions,
        notification::{NotificationKind, next_digest},
        staff::Scope,
    },
    jobs::{self, Job},
    portal::Portal,
    storage::{
        self, Tx,
        notifications::NewNotification,
        staff::StaffRow,
        staff_settings::{self, SettingRow},
    },
};

/// What happened to a report: when, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    pub report: Uuid,
    /// The same for everything that one step does: whoever is told twice of it is told once.
    pub at: DateTime<Utc>,
    /// Who did it; nobody for the citizen and for the portal itself.
    pub by: Option<Uuid>,
}

/// Tells these people of a change, each once.
pub async fn tell(
    portal: &Portal,
    tx: &mut Tx,
    change: Change,
    kind: NotificationKind,
    people: &[Uuid],
) -> storage::Result<()> {
    for person in people.iter().filter(|person| change.by != Some(**person)) {
        write(portal, tx, *person, kind, (Some(change.report), None), 1, change.at).await?;
    }
    Ok(())
}

/// Tells somebody that a view has something new: one report, or so many.
pub async fn tell_of_view(
    portal: &Portal,
    tx: &mut Tx,
    person: Uuid,
    view: Uuid,
    report: Option<Uuid>,
    news: i64,
    at: DateTime<Utc>,
) -> storage::Result<()> {
    write(portal, tx, person, NotificationKind::View, (report, Some(view)), news, at).await
}

async fn write(
    portal: &Portal,
    tx: &mut Tx,
    person: Uuid,
    kind: NotificationKind,
    (report_id, view_id): (Option<Uuid>, Option<Uuid>),
    news: i64,
    at: DateTime<Utc>,
) -> storage::Result<()> {
    let setting = settings_of(portal, tx, person).await?;
    let (desk, mail) = (setting.wants_at_desk(kind.as_str()), setting.wants_by_mail(kind.as_str()));
    if desk || mail {
        let id = portal.entropy.id(at);
        let new =
            NewNotification { id, staff_id: person, kind: kind.as_str(), report_id, view_id, news, desk, mail, at };
        storage::notifications::add(tx, &new).await?;
    }
    Ok(())
}

/// Somebody's settings; whoever has none gets the usual ones, and a first digest at its hour.
pub async fn settings_of(portal: &Portal, tx: &mut Tx, person: Uuid) -> storage::Result<SettingRow> {
    if let Some(setting) = staff_settings::hold(tx, person).await? {
        return Ok(setting);
    }
    let mut setting = SettingRow::usual(person);
    let at = next_digest(portal.clock.now(), setting.hour);
    setting.digest_at = Some(at);
    if staff_settings::begin(tx, &setting).await? {
        jobs::enqueue_at(portal, tx, &Job::Digest { staff: person, at }, at).await?;
    }
    Ok(setting)
}

/// Begins the digests of everybody who has none: what is due soon is told to whoever has it in hand, also when nothing
/// else was ever told to that person.
pub async fn begin_digests(portal: &Portal) -> storage::Result<()> {
    let people = staff_settings::list_without(&portal.db, SOME).await?;
    if people.is_empty() {
        return Ok(());
    }
    let mut tx = portal.db.begin().await?;
    for person in people {
        settings_of(portal, &mut tx, person).await?;
    }
    tx.commit().await
}

/// People whose digests begin in one transaction.
const SOME: i64 = 100;

/// Who is named in a note.
#[derive(Default)]
pub struct Mentioned {
    /// Those who may see the report.
    pub people: Vec<Uuid>,
    /// Which of the names, by their place among [`mentions`], were told nothing: there is nobody of that name, or nobody
    /// who sees the report. Which of the two is not said.
    pub untold: Vec<usize>,
}

/// Reads who is named in a note on a report that its writer may see.
pub async fn mentioned(portal: &Portal, number: &str, note: &str) -> storage::Result<Mentioned> {
    let names = mentions(note);
    let mut found = Mentioned::default();
    if names.is_empty() {
        return Ok(found);
    }
    let people = storage::staff::list_named(&portal.db, names.clone()).await?;
    let courts = portal.courts();
    for (place, name) in names.iter().enumerate() {
        let person = people.iter().find(|person| person.username == *name).map(StaffRow::person).transpose()?;
        let sees = match &person {
            Some(person) => {
                let scope = Scope::of(person, &courts);
                !storage::reports::visible(&portal.db, &scope, vec![number.to_owned()]).await?.is_empty()
            }
            None => false,
        };
        match person.filter(|_| sees) {
            Some(person) => found.people.push(person.id),
            None => found.untold.push(place),
        }
    }
    Ok(found)
}
