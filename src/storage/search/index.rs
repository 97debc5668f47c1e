//! Keeping the index: what waits to be indexed anew, and the tokens of each report at its place.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{LONGEST_RUN, SLOTS, Token, Tokens, place_of, run_of, text_of};
use crate::storage::{
    Db, Result, Sql, StorageError, Tx, Value, files::FileRow, on_db, on_tx, reports::ReportRow, timeline::EntryRow,
};

/// Notes in the transaction of a change that the report has to be indexed anew.
pub async fn set_due(tx: &mut Tx, report_id: Uuid, stamp: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO search_due (report_id, stamp) VALUES ($1, $2) ON CONFLICT (report_id) DO UPDATE SET stamp = excluded.stamp")
        .bind(report_id).bind(stamp).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Reports that have to be indexed anew: first those that an act noted, which wait longest before others, because such a
/// stamp sorts by its time; then those that a trigger noted, in no order.
pub async fn list_due(db: &Db, limit: i64) -> Result<Vec<(Uuid, Uuid)>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT report_id, stamp FROM search_due ORDER BY stamp LIMIT $1").bind(limit).fetch_all(c).await)?,
    )
}

/// The notes of these reports.
pub async fn list_due_of(db: &Db, ids: &[Uuid]) -> Result<Vec<(Uuid, Uuid)>> {
    let mut sql = Sql::new("SELECT report_id, stamp FROM search_due WHERE report_id IN ");
    sql.bind_list(ids.iter().copied().map(Value::Id));
    sql.fetch_all(db).await
}

/// Takes a note away if nobody changed the report since. Whoever takes it is the one to write.
pub async fn take_due(tx: &mut Tx, report_id: Uuid, stamp: Uuid) -> Result<bool> {
    let done = on_tx!(tx, c => sqlx::query("DELETE FROM search_due WHERE report_id = $1 AND stamp = $2").bind(report_id).bind(stamp)
        .execute(c).await.map(|done| done.rows_affected()))?;
    Ok(done == 1)
}

/// Whoever writes the index writes alone until the transaction ends; on SQLite nobody else writes anyway.
pub async fn lock(tx: &mut Tx) -> Result<()> {
    if let Tx::Postgres(tx) = tx {
        sqlx::query("SELECT pg_advisory_xact_lock(hashtext('nuandong search'))").execute(&mut **tx).await?;
    }
    Ok(())
}

/// Which of these reports were indexed at that time or later.
pub async fn list_indexed_since(tx: &mut Tx, ids: &[Uuid], since: DateTime<Utc>) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on_tx!(tx, c => {
        let mut query = sqlx::QueryBuilder::new("SELECT report_id FROM search_entry WHERE indexed_at >= ");
        query.push_bind(since).push(" AND report_id IN (");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// One report as the index has it.
pub struct Entry {
    pub report_id: Uuid,
    pub received_at: DateTime<Utc>,
    pub tokens: Tokens,
}

/// Writes what the index keeps of these reports in the place of what it kept.
pub async fn put(tx: &mut Tx, entries: &[Entry], now: DateTime<Utc>) -> Result<()> {
    let changes = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    on_tx!(tx, c => sqlx::query("UPDATE search_state SET changes = changes + $1").bind(changes).execute(c).await.map(|_| ()))?;
    let mut rows = Vec::with_capacity(entries.len());
    for some in entries.chunks(500) {
        let places = list_places(tx, some).await?;
        let mut new = Vec::new();
        for entry in some {
            let lowest = place_of(entry.received_at);
            match places.get(&entry.report_id).copied() {
                Some(place) => {
                    if (lowest..lowest + SLOTS).contains(&place) {
                        delete_text(tx, place).await?;
                        rows.push((place, entry));
                    } else {
                        delete_entry(tx, place).await?;
                        new.push(entry);
                    }
                }
                None => new.push(entry),
            }
        }
        set_indexed(tx, some, now).await?;
        rows.extend(add_entries(tx, new, now).await?);
    }
    // A few values each, and a statement for many rows.
    for some in rows.chunks(500) {
        match tx {
            Tx::Sqlite(tx) => {
                let mut query = sqlx::QueryBuilder::new("INSERT INTO search_text (rowid, tokens) ");
                query.push_values(some, |mut row, (place, entry)| {
                    row.push_bind(*place).push_bind(as_words(&entry.tokens));
                });
                query.build().execute(&mut **tx).await?;
            }
            Tx::Postgres(tx) => {
                let mut query = sqlx::QueryBuilder::new("INSERT INTO search_text (place, about, tokens) ");
                query.push_values(some, |mut row, (place, entry)| {
                    row.push_bind(*place).push_bind(entry.tokens.about.as_ref().map(text_of));
                    row.push_bind(as_vector(*place, &entry.tokens)).push_unseparated("::tsvector");
                });
                query.build().execute(&mut **tx).await?;
            }
        }
    }
    Ok(())
}

/// Takes a free place of its microsecond for each report.
async fn add_entries<'a>(tx: &mut Tx, entries: Vec<&'a Entry>, now: DateTime<Utc>) -> Result<Vec<(i64, &'a Entry)>> {
    let mut placed = Vec::with_capacity(entries.len());
    let mut left = entries;
    for n in 0..SLOTS {
        if left.is_empty() {
            return Ok(placed);
        }
        // Where to begin comes from the identity, so that two of one moment rarely meet.
        let place = |entry: &Entry| {
            let start = i64::try_from(entry.report_id.as_u128() % 4_096).unwrap_or(0);
            place_of(entry.received_at) + (start + n) % SLOTS
        };
        let taken: Vec<(i64, Uuid)> = on_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new("INSERT INTO search_entry (place, report_id, indexed_at) ");
            query.push_values(&left, |mut row, entry| {
                row.push_bind(place(entry)).push_bind(entry.report_id).push_bind(now);
            });
            query.push(" ON CONFLICT (place) DO NOTHING RETURNING place, report_id");
            query.build_query_as().fetch_all(c).await
        })?;
        let taken = taken.into_iter().map(|(place, id)| (id, place)).collect::<HashMap<_, _>>();
        left.retain(|entry| match taken.get(&entry.report_id) {
            Some(place) => {
                placed.push((*place, *entry));
                false
            }
            None => true,
        });
    }
    if left.is_empty() {
        Ok(placed)
    } else {
        Err(StorageError::UnknownCode(format!("more than {SLOTS} reports of one microsecond")))
    }
}

/// The places that these reports have already.
async fn list_places(tx: &mut Tx, entries: &[Entry]) -> Result<HashMap<Uuid, i64>> {
    let rows: Vec<(Uuid, i64)> = on_tx!(tx, c => {
        let mut query = sqlx::QueryBuilder::new("SELECT report_id, place FROM search_entry WHERE report_id IN (");
        let mut list = query.separated(", ");
        for entry in entries {
            list.push_bind(entry.report_id);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })?;
    Ok(rows.into_iter().collect())
}

async fn set_indexed(tx: &mut Tx, entries: &[Entry], now: DateTime<Utc>) -> Result<()> {
    on_tx!(tx, c => {
        let mut query = sqlx::QueryBuilder::new("UPDATE search_entry SET indexed_at = ");
        query.push_bind(now).push(" WHERE report_id IN (");
        let mut list = query.separated(", ");
        for entry in entries {
            list.push_bind(entry.report_id);
        }
        query.push(")");
        query.build().execute(c).await.map(|_| ())
    })?;
    Ok(())
}

async fn find_place(tx: &mut Tx, report_id: Uuid) -> Result<Option<i64>> {
    let row: Option<(i64,)> = on_tx!(tx, c => sqlx::query_as("SELECT place FROM search_entry WHERE report_id = $1").bind(report_id)
        .fetch_optional(c).await)?;
    Ok(row.map(|(place,)| place))
}

async fn delete_text(tx: &mut Tx, place: i64) -> Result<()> {
    match tx {
        Tx::Sqlite(tx) => {
            sqlx::query("DELETE FROM search_text WHERE rowid = $1").bind(place).execute(&mut **tx).await?;
        }
        Tx::Postgres(tx) => {
            sqlx::query("DELETE FROM search_text WHERE place = $1").bind(place).execute(&mut **tx).await?;
        }
    }
    Ok(())
}

/// A trigger takes its tokens away with it.
async fn delete_entry(tx: &mut Tx, place: i64) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM search_entry WHERE place = $1").bind(place).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Forgets what the index keeps of a report; for whoever erases one.
pub async fn erase(tx: &mut Tx, report_id: Uuid) -> Result<()> {
    if let Some(place) = find_place(tx, report_id).await? {
        delete_entry(tx, place).await?;
    }
    on_tx!(tx, c => sqlx::query("DELETE FROM search_due WHERE report_id = $1").bind(report_id).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// The tokens as FTS5 reads them: their order is their position, and a gap is a word that nobody asks for.
fn as_words(tokens: &Tokens) -> String {
    let mut words = String::with_capacity((tokens.stream.len() + tokens.set.len() + 1) * 11);
    for token in &tokens.stream {
        words.push_str(token.as_ref().map_or("0", text_of));
        words.push(' ');
    }
    for token in tokens.set.iter().chain(&tokens.about) {
        words.push_str(text_of(token));
        words.push(' ');
    }
    words
}

/// The sizes of the spans of time that PostgreSQL looks through one after the other, as bits of a place: eighteen minutes, and
/// each eight times the one before. Migration 0010 asks for them.
const SPANS: [u32; 7] = [42, 45, 48, 51, 54, 57, 60];

/// The same as a tsvector is written: each token once; those of two and of three that stand together, the latter with their
/// positions; and the spans that hold the place. What is about a court stands beside it.
fn as_vector(place: i64, tokens: &Tokens) -> String {
    use std::fmt::Write as _;
    let mut vector = String::with_capacity(tokens.stream.len() * 36 + tokens.set.len() * 11 + 120);
    let mut add = |token: &Token| {
        vector.push(' ');
        vector.push_str(text_of(token));
    };
    tokens.stream.iter().flatten().chain(&tokens.set).for_each(&mut add);
    for pair in tokens.stream.windows(2) {
        if let [Some(one), Some(two)] = pair {
            add(&run_of(&[*one, *two]));
        }
    }
    for (n, three) in tokens.stream.windows(LONGEST_RUN).enumerate() {
        if let [Some(one), Some(two), Some(three)] = three {
            let _ = write!(vector, " {}:{}", text_of(&run_of(&[*one, *two, *three])), n + 1);
        }
    }
    for bits in SPANS {
        let _ = write!(vector, " T{bits}x{:x}", place >> bits);
    }
    vector
}

/// Reports, those of them in the index, those waiting to be indexed anew, and the stamp that waits longest.
pub async fn standing(db: &Db) -> Result<(i64, i64, i64, Option<Uuid>)> {
    let (reports, indexed, due): (i64, i64, i64) = on_db!(db, c => sqlx::query_as(
        "SELECT (SELECT count(*) FROM report), (SELECT count(*) FROM search_entry), (SELECT count(*) FROM search_due)")
        .fetch_one(c).await)?;
    let oldest = list_due(db, 1).await?.first().map(|(_, stamp)| *stamp);
    Ok((reports, indexed, due, oldest))
}

/// The next reports, in the order of their identity, that were not indexed since that time.
pub async fn list_older(db: &Db, after: Uuid, since: DateTime<Utc>, limit: i64) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = on_db!(db, c => sqlx::query_as(
        "SELECT report.id FROM report LEFT JOIN search_entry ON search_entry.report_id = report.id
         WHERE report.id > $1 AND (search_entry.indexed_at IS NULL OR search_entry.indexed_at < $2) ORDER BY report.id LIMIT $3")
        .bind(after).bind(since).bind(limit).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What a report's own row does not tell of how it stands.
#[derive(Clone, Debug, Default)]
pub struct OwnerAndTags {
    /// The username of whoever has it.
    pub assignee: Option<String>,
    /// The codes of its tags.
    pub tags: Vec<String>,
}

/// These reports with everything that is indexed of them; four statements for all.
pub async fn read_all(db: &Db, ids: &[Uuid]) -> Result<Vec<(ReportRow, Vec<EntryRow>, Vec<FileRow>, OwnerAndTags)>> {
    let list = || ids.iter().copied().map(Value::Id);
    let mut sql = Sql::new("SELECT * FROM report WHERE id IN ");
    sql.bind_list(list());
    let rows: Vec<ReportRow> = sql.fetch_all(db).await?;
    let mut sql = Sql::new("SELECT * FROM timeline WHERE report_id IN ");
    sql.bind_list(list()).push(" ORDER BY at, id");
    let mut entries = HashMap::<Uuid, Vec<EntryRow>>::new();
    for entry in sql.fetch_all::<EntryRow>(db).await? {
        entries.entry(entry.report_id).or_default().push(entry);
    }
    let mut sql = Sql::new("SELECT * FROM file WHERE report_id IN ");
    sql.bind_list(list()).push(" ORDER BY created_at, id");
    let mut files = HashMap::<Uuid, Vec<FileRow>>::new();
    for file in sql.fetch_all::<FileRow>(db).await? {
        files.entry(file.report_id.unwrap_or_default()).or_default().push(file);
    }
    let mut sql = Sql::new(
        "SELECT report.id AS report_id, TRUE AS is_person, staff.username AS name FROM report JOIN staff ON staff.id = report.assignee
         WHERE report.id IN ",
    );
    sql.bind_list(list());
    sql.push(" UNION ALL SELECT report_tag.report_id, FALSE, tag.code FROM report_tag JOIN tag ON tag.id = report_tag.tag_id WHERE report_tag.report_id IN ");
    sql.bind_list(list());
    let mut beside = HashMap::<Uuid, OwnerAndTags>::new();
    for (report, is_person, name) in sql.fetch_all::<(Uuid, bool, String)>(db).await? {
        let beside = beside.entry(report).or_default();
        if is_person {
            beside.assignee = Some(name);
        } else {
            beside.tags.push(name);
        }
    }
    let with = |row: ReportRow| {
        let (entries, files, beside) = (entries.remove(&row.id), files.remove(&row.id), beside.remove(&row.id));
        (row, entries.unwrap_or_default(), files.unwrap_or_default(), beside.unwrap_or_default())
    };
    Ok(rows.into_iter().map(with).collect())
}

/// Notes a rebuild that was begun; the command that finishes it takes the note away.
pub const REBUILD: &str = "search rebuild";

pub async fn delete_rebuild(tx: &mut Tx) -> Result<()> {
    on_tx!(tx, c => sqlx::query("DELETE FROM heartbeat WHERE name = $1").bind(REBUILD).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// For whoever indexes very many: new tokens are collected and go into the index in large lots, which takes as much memory
/// again. On PostgreSQL every search reads what was collected, so searches are slower meanwhile.
pub async fn set_batch(tx: &mut Tx, large: bool) -> Result<()> {
    match tx {
        Tx::Sqlite(tx) => {
            let bytes: i64 = if large { 64 << 20 } else { 1 << 20 };
            sqlx::query("INSERT INTO search_text (search_text, rank) VALUES ('hashsize', $1)")
                .bind(bytes)
                .execute(&mut **tx)
                .await?;
        }
        Tx::Postgres(tx) => {
            let set = if large {
                "ALTER INDEX search_text_tokens SET (fastupdate = on, gin_pending_list_limit = 65536)"
            } else {
                "ALTER INDEX search_text_tokens SET (fastupdate = off)"
            };
            sqlx::query(set).execute(&mut **tx).await?;
            if !large {
                sqlx::query(CLEAN).execute(&mut **tx).await?;
            }
        }
    }
    Ok(())
}

/// Takes into PostgreSQL's index what was collected beside it.
const CLEAN: &str = "SELECT gin_clean_pending_list(CAST('search_text_tokens' AS regclass))";

/// Puts the parts of the index together that many small writes left, a little at a time; what was erased goes for good.
/// Returns whether there was anything to do.
pub async fn tidy(tx: &mut Tx) -> Result<bool> {
    let tx = match tx {
        Tx::Sqlite(tx) => tx,
        // There is something after a rebuild that was broken off, and nothing else.
        Tx::Postgres(tx) => {
            sqlx::query(CLEAN).execute(&mut **tx).await?;
            return Ok(false);
        }
    };
    let changes = "SELECT total_changes()";
    let (before,): (i64,) = sqlx::query_as(changes).fetch_one(&mut **tx).await?;
    sqlx::query("INSERT INTO search_text (search_text, rank) VALUES ('merge', 500)").execute(&mut **tx).await?;
    let (after,): (i64,) = sqlx::query_as(changes).fetch_one(&mut **tx).await?;
    // One change is the command itself.
    Ok(after - before > 1)
}
