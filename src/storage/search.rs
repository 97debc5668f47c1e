//! The index of keyed tokens, and the lists that are read through it. The only file with the two databases' own ways of
//! full-text search: FTS5 and tsvector.
//!
//! **Why phrases with positions.** A list must not drop rows after the query: page size, cursor and count would lie. So
//! the index itself has to be exact. It keeps the pairs of neighbouring characters with their positions, and whatever is
//! longer than two characters is asked for as its pairs one behind the other; both databases can do that. The price,
//! measured on SQLite with 20,000 reports of 260 tokens: 2.3 kB a report, 1.6 kB without positions.
//!
//! **Who decides.** The tokens of a row say in which desk, court and circuit it stood when it was indexed; they narrow.
//! Whether an officer may see it is asked of the live row of `report`, in the same query. So an index that lags can only
//! leave something out for a second. Counts keep to the same ([`push_count`]): what waits to be indexed is asked of the
//! live row, and of all else index and live row say the same.
//!
//! **How a list stays quick.** Neither planner knows how many rows a token has. A list therefore reads not from `report`
//! but from the reports of a [`Window`] of hits, fetched before anything else is asked of them: all hits when there are
//! few, else the newest some, which the order of the places gives for nothing. How a report stands is indexed beside its
//! text, so that nearly every list is [exact](Text::exactly): its hits are its rows, but for those that wait to be indexed.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Db, Result, Sql, Tx, Value,
    files::FileRow,
    on_db, on_tx,
    queue::{Filter, Term},
    reports::ReportRow,
    timeline::EntryRow,
};

/// A token: fifty bits of a keyed hash, in a form that both databases take as one word.
pub type Token = [u8; 10];

/// What the index keeps of one report.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    /// In their order; a gap keeps phrases from crossing fields.
    pub stream: Vec<Option<Token>>,
    /// Without an order.
    pub set: Vec<Token>,
}

/// What is asked of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// One behind the other.
    Phrase(Vec<Token>),
    All(Vec<Ask>),
    Any(Vec<Ask>),
    /// The first, and none of the others.
    Except(Box<Ask>, Vec<Ask>),
}

/// A question in the words of one database.
#[derive(Clone, Debug)]
pub struct Text {
    engine: Engine,
    question: String,
    /// The same with everything that a list asks by a code, where the index knows all of it.
    exact: Option<String>,
    /// The lowest and the highest place, for when a report came.
    places: (i64, i64),
    window: Option<Window>,
    /// Asked of one report after the other.
    one_by_one: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

/// Which hits a list is made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    All,
    /// At least so many of the newest, if there are as many, and none newer than a place.
    Newest {
        highest: i64,
        wanted: i64,
    },
}

/// Bits of a place below the microsecond.
const SLOTS: i64 = 1 << 12;
/// 2000-01-01, in microseconds. Fifty-one bits of them reach from 1929 to 2071.
const EPOCH: i64 = 946_684_800_000_000;

/// The lowest place of a microsecond.
pub fn place_of(at: DateTime<Utc>) -> i64 {
    let reach = (1 << 51) - 1;
    (at.timestamp_micros() - EPOCH).clamp(-reach, reach) * SLOTS
}

/// The highest place of a microsecond.
pub fn last_place_of(at: DateTime<Utc>) -> i64 {
    place_of(at) + SLOTS - 1
}

fn text_of(token: &Token) -> &str {
    // Letters and digits only; see `actions::search_index`.
    std::str::from_utf8(token).unwrap_or_default()
}

impl Text {
    pub fn new(db: &Db, ask: &Ask) -> Self {
        let engine = match db {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres(_) => Engine::Postgres,
        };
        let mut question = String::new();
        write_ask(&mut question, engine, ask);
        Self { engine, question, exact: None, places: (i64::MIN, i64::MAX), window: None, one_by_one: false }
    }

    /// Reads the list from these hits.
    #[must_use]
    pub fn within(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// The same for a list that asks all of these and none of those beside it, and nothing that the index does not know
    /// but when a report came.
    #[must_use]
    pub fn exactly(mut self, wanted: &[Ask], unwanted: &[Ask]) -> Self {
        let (and, but) = match self.engine {
            Engine::Sqlite => (" AND ", " NOT "),
            Engine::Postgres => (" & ", " & !"),
        };
        let mut question = format!("({}", self.question);
        for (between, asks) in [(and, wanted), (but, unwanted)] {
            for ask in asks {
                question.push_str(between);
                write_ask(&mut question, self.engine, ask);
            }
            if between == and {
                question.push(')');
            }
        }
        self.exact = Some(question);
        self
    }

    /// Only what has its place between these two.
    #[must_use]
    pub const fn between(mut self, lowest: i64, highest: i64) -> Self {
        self.places = (lowest, highest);
        self
    }

    /// Whether the index knows the whole list.
    pub const fn is_exact(&self) -> bool {
        self.exact.is_some()
    }

    /// The narrowest question that there is.
    fn narrowest(&self) -> &str {
        self.exact.as_ref().unwrap_or(&self.question)
    }

    /// Asks each report of a list that goes through many, when most of them match.
    #[must_use]
    pub fn one_by_one(mut self) -> Self {
        self.one_by_one = true;
        self
    }
}

fn write_ask(out: &mut String, engine: Engine, ask: &Ask) {
    let mut list = |asks: &[Ask], between: &str| {
        out.push('(');
        for (n, ask) in asks.iter().enumerate() {
            if n > 0 {
                out.push_str(between);
            }
            write_ask(out, engine, ask);
        }
        out.push(')');
    };
    match (ask, engine) {
        (Ask::All(asks), Engine::Sqlite) => list(asks, " AND "),
        (Ask::Any(asks), Engine::Sqlite) => list(asks, " OR "),
        (Ask::All(asks), Engine::Postgres) => list(asks, " & "),
        (Ask::Any(asks), Engine::Postgres) => list(asks, " | "),
        (Ask::Phrase(tokens), Engine::Sqlite) => {
            out.push('"');
            out.push_str(&tokens.iter().map(text_of).collect::<Vec<_>>().join(" "));
            out.push('"');
        }
        (Ask::Phrase(tokens), Engine::Postgres) => {
            out.push('(');
            out.push_str(&tokens.iter().map(text_of).collect::<Vec<_>>().join(" <-> "));
            out.push(')');
        }
        (Ask::Except(one, others), _) => {
            let but = if engine == Engine::Sqlite { " NOT " } else { " & !" };
            out.push('(');
            write_ask(out, engine, one);
            for other in others {
                out.push_str(but);
                write_ask(out, engine, other);
            }
            out.push(')');
        }
    }
}

/// Pushes the identities of reports that match, as a sub-select: by the narrowest question, and of those that wait to be
/// indexed whatever matches the text, because how they stand now nobody but the live row knows.
fn push_hits(sql: &mut Sql, text: &Text, window: Window) {
    sql.push("WITH hits AS MATERIALIZED (");
    let (lowest, highest) = (Value::Int(text.places.0), text.places.1);
    let highest = match window {
        Window::All => {
            push_some(sql, text, None);
            highest
        }
        Window::Newest { highest: from, wanted } => {
            push_newest(sql, text, highest.min(from), wanted);
            highest.min(from)
        }
    };
    sql.push(match text.engine {
        Engine::Sqlite => {
            ") SELECT search_entry.report_id FROM hits CROSS JOIN search_entry ON search_entry.place = hits.hit"
        }
        Engine::Postgres => {
            ") SELECT search_entry.report_id FROM hits JOIN search_entry ON search_entry.place = hits.hit"
        }
    });
    if text.is_exact() {
        sql.push(" UNION SELECT due.report_id FROM ");
        push_waiting(sql, text.engine, &text.question, false);
        sql.push(" AND search_entry.place <= ").bind(Value::Int(highest)).push(" AND search_entry.place >= ");
        match window {
            Window::All => sql.bind(lowest),
            // As far down as the window reaches: when it holds all there is, to the end.
            Window::Newest { wanted, .. } => {
                sql.push("coalesce((SELECT CASE WHEN count(*) >= ").bind(Value::Int(wanted));
                sql.push(" THEN min(hits.hit) & ").bind(Value::Int(-SLOTS)).push(" END FROM hits), ");
                sql.bind(lowest).push(")")
            }
        };
    }
}

/// Pushes the places of at least `wanted` of the newest hits, if there are as many: with the whole microsecond of the last
/// of them, because within one the places have no order.
fn push_newest(sql: &mut Sql, text: &Text, highest: i64, wanted: i64) {
    let question = || Value::Text(text.narrowest().to_owned());
    let (lowest, highest) = (|| Value::Int(text.places.0), || Value::Int(highest));
    match text.engine {
        Engine::Sqlite => {
            sql.push("SELECT rowid AS hit FROM search_text WHERE search_text MATCH ").bind(question());
            sql.push(" AND rowid <= ").bind(highest()).push(" AND rowid >= coalesce((");
            sql.push("SELECT rowid FROM search_text WHERE search_text MATCH ").bind(question());
            sql.push(" AND rowid <= ").bind(highest()).push(" AND rowid >= ").bind(lowest());
            sql.push(" ORDER BY rowid DESC LIMIT 1 OFFSET ").bind(Value::Int(wanted - 1));
            sql.push(") & ").bind(Value::Int(-SLOTS)).push(", ").bind(lowest()).push(")");
        }
        Engine::Postgres => {
            sql.push("SELECT hit FROM search_newest(").bind(question()).push(", ").bind(lowest()).push(", ");
            sql.bind(highest()).push(", ").bind(Value::Int(wanted)).push(") AS hit");
        }
    }
}

/// Pushes the places of hits: all, or at most so many, whichever.
fn push_some(sql: &mut Sql, text: &Text, most: Option<i64>) {
    let question = Value::Text(text.narrowest().to_owned());
    let (lowest, highest) = (Value::Int(text.places.0), Value::Int(text.places.1));
    match text.engine {
        Engine::Sqlite => {
            sql.push("SELECT rowid AS hit FROM search_text WHERE search_text MATCH ").bind(question);
            sql.push(" AND rowid BETWEEN ").bind(lowest).push(" AND ").bind(highest);
            if let Some(most) = most {
                sql.push(" LIMIT ").bind(Value::Int(most));
            }
        }
        Engine::Postgres => {
            sql.push("SELECT hit FROM search_hits(").bind(question).push(", ").bind(lowest).push(", ");
            sql.bind(highest).push(", ");
            match most {
                Some(most) => sql.bind(Value::Int(most)),
                None => sql.push("NULL"),
            };
            sql.push(") AS hit");
        }
    }
}

/// On PostgreSQL, what the index keeps at a place. The offset keeps it a question about one place: else the planner may
/// read the tokens of all reports for each.
const TOKENS_OF_ONE: &str = " CROSS JOIN LATERAL (SELECT search_text.tokens FROM search_text WHERE search_text.place = search_entry.place OFFSET 0) AS one";

/// Pushes the reports that wait to be indexed, as `due`.
fn push_due(sql: &mut Sql) {
    sql.push("(SELECT report_id FROM search_due LIMIT ").bind(Value::Int(FEW_DUE + 1)).push(")");
}

/// Pushes those of them whose tokens match, with their places, from `FROM` into `WHERE`; with `report` beside them if asked.
fn push_waiting(sql: &mut Sql, engine: Engine, question: &str, with_report: bool) {
    push_due(sql);
    let question = Value::Text(question.to_owned());
    match engine {
        Engine::Sqlite => {
            sql.push(
                " AS due CROSS JOIN search_entry ON search_entry.report_id = due.report_id
                 CROSS JOIN search_text ON search_text.rowid = search_entry.place",
            );
            sql.push(if with_report { " CROSS JOIN report ON report.id = due.report_id" } else { "" });
            sql.push(" WHERE search_text MATCH ").bind(question);
        }
        Engine::Postgres => {
            sql.push(" AS due JOIN search_entry ON search_entry.report_id = due.report_id");
            sql.push(if with_report { " JOIN report ON report.id = due.report_id" } else { "" });
            sql.push(TOKENS_OF_ONE).push(" WHERE one.tokens @@ CAST(");
            sql.bind(question).push(" AS tsquery)");
        }
    }
}

/// Pushes how many reports match, at most `most`.
pub fn push_hit_count(sql: &mut Sql, text: &Text, most: i64) {
    sql.push("SELECT count(*) AS n FROM (");
    push_some(sql, text, Some(most));
    sql.push(") AS hits");
}

/// Whether at least so many reports match.
pub async fn are_as_many(db: &Db, text: &Text, most: i64) -> Result<bool> {
    let mut sql = Sql::default();
    push_hit_count(&mut sql, text, most);
    let rows: Vec<(i64,)> = sql.fetch_all(db).await?;
    Ok(rows.first().is_some_and(|(count,)| *count >= most))
}

/// Whether a window leaves hits out.
pub async fn has_more(db: &Db, text: &Text, window: Window) -> Result<bool> {
    let Window::Newest { highest, wanted } = window else { return Ok(false) };
    let mut sql = Sql::new("SELECT count(*) AS n FROM (");
    push_newest(&mut sql, text, highest.min(text.places.1), wanted);
    sql.push(") AS hits");
    let rows: Vec<(i64,)> = sql.fetch_all(db).await?;
    Ok(rows.first().is_some_and(|(count,)| *count >= wanted))
}

/// Hits that are too many to fetch and sort: a list in another order than the index's then walks its own.
pub const MANY: i64 = 5_000;

/// With more reports than this waiting to be indexed, [`push_count`] is not asked, and a list may leave out for a moment
/// what changed among them.
pub const FEW_DUE: i64 = 1_000;

/// Pushes a row of two numbers: how many reports wait to be indexed, at most one more than [`FEW_DUE`]; and, if those are
/// few, how many reports a list finds that the index knows whole, of which at least `most` are counted.
///
/// Of a report that does not wait, the index says what the live row says. So what matches everything that the list asks is
/// counted in the index alone, which is much quicker than asking live rows; of those that wait, the live row decides
/// (`live` pushes the conditions on it).
pub fn push_count(sql: &mut Sql, text: &Text, most: i64, live: impl FnOnce(&mut Sql)) {
    sql.push("SELECT (SELECT count(*) FROM ");
    push_due(sql);
    sql.push(" AS waiting) AS due, (SELECT count(*) FROM (");
    // What matches and waits is taken off again, so as many more are counted.
    push_some(sql, text, Some(most.saturating_add(FEW_DUE + 1)));
    sql.push(") AS hits) - (SELECT count(*) FROM ");
    push_waiting(sql, text.engine, text.narrowest(), false);
    sql.push(" AND search_entry.place BETWEEN ").bind(Value::Int(text.places.0));
    sql.push(" AND ").bind(Value::Int(text.places.1)).push(") + (SELECT count(*) FROM ");
    push_waiting(sql, text.engine, &text.question, true);
    sql.push(" AND ");
    live(sql);
    sql.push(") AS n");
}

/// Whether a list is read from what a search finds, and not along an index of its own.
pub fn leads(filter: &Filter) -> bool {
    filter.terms.iter().any(|term| match term {
        Term::Number(_) | Term::Digits(..) | Term::Case(..) | Term::Nothing => true,
        Term::Text(text) => text.window.is_some(),
        Term::Court { .. } => false,
    })
}

/// What a list reads from: `report` itself, or the hits of a window with their reports beside them. Both databases are
/// told to fetch the hits first, and each report by its identity: SQLite never turns a `CROSS JOIN` round, and an `OFFSET 0`
/// means nothing to PostgreSQL but that.
pub fn source(sql: &mut Sql, filter: &Filter) {
    let by_same = filter.terms.iter().find_map(|term| match term {
        Term::Case(hash, text) => Some((Same::Case(hash), text)),
        Term::Digits(number, text) => Some((Same::Number(number), text)),
        _ => None,
    });
    let by_text = filter.terms.iter().find_map(|term| match term {
        Term::Text(text) => text.window.map(|window| (text, window)),
        _ => None,
    });
    let engine = by_same.as_ref().map(|(_, text)| text.engine).or(by_text.map(|(text, _)| text.engine));
    let Some(engine) = engine else {
        sql.push("report");
        return;
    };
    sql.push(if engine == Engine::Sqlite { "(" } else { "(SELECT report.* FROM (" });
    match (by_same, by_text) {
        (Some((same, text)), _) => push_same(sql, &same, text),
        (None, Some((text, window))) => push_hits(sql, text, window),
        (None, None) => {}
    }
    match engine {
        // The index is that of the identity, with everything beside it that a count asks for.
        Engine::Sqlite => {
            sql.push(") AS found CROSS JOIN report").index("report_for_search").push(" ON report.id = found.report_id")
        }
        Engine::Postgres => {
            sql.push(" OFFSET 0) AS found JOIN report ON report.id = found.report_id OFFSET 0) AS report")
        }
    };
}

/// Pushes the condition that a report matches, for whoever reads from `report`. Nothing when the list is read through
/// [`source`].
pub fn narrow(sql: &mut Sql, text: &Text) {
    if text.one_by_one {
        sql.push(" AND EXISTS (");
        match text.engine {
            Engine::Sqlite => sql.push(
                "SELECT 1 FROM search_entry CROSS JOIN search_text ON search_text.rowid = search_entry.place
                 WHERE search_entry.report_id = report.id AND search_text MATCH ",
            ),
            Engine::Postgres => {
                sql.push("SELECT 1 FROM search_entry").push(TOKENS_OF_ONE);
                sql.push(" WHERE search_entry.report_id = report.id AND one.tokens @@ CAST(")
            }
        };
        sql.bind(Value::Text(text.question.clone()));
        sql.push(if text.engine == Engine::Sqlite { ")" } else { " AS tsquery))" });
    } else if text.window.is_none() {
        sql.push(" AND report.id IN (");
        push_hits(sql, text, Window::All);
        sql.push(")");
    }
}

/// What a live row says for itself, beside what stands in the index.
pub enum Same<'a> {
    Case(&'a [u8]),
    Number(&'a str),
}

/// Pushes the condition that a report is meant: by its own case or report number, as it stands now, or by one in its text.
pub fn narrow_same(sql: &mut Sql, same: &Same<'_>, text: &Text) {
    sql.push(" AND report.id IN (");
    push_same(sql, same, text);
    sql.push(")");
}

fn push_same(sql: &mut Sql, same: &Same<'_>, text: &Text) {
    sql.push("SELECT same.id AS report_id FROM report AS same WHERE ");
    match same {
        Same::Case(hash) => sql.push("same.case_hash = ").bind(Value::Bytes(hash.to_vec())),
        Same::Number(number) => sql.push("same.number = ").bind(Value::Text((*number).to_owned())),
    };
    sql.push(" UNION SELECT found.report_id FROM (");
    push_hits(sql, text, Window::All);
    sql.push(") AS found");
}

/// Notes in the transaction of a change that the report has to be indexed anew.
pub async fn set_due(tx: &mut Tx, report_id: Uuid, stamp: Uuid) -> Result<()> {
    on_tx!(tx, c => sqlx::query(
        "INSERT INTO search_due (report_id, stamp) VALUES ($1, $2) ON CONFLICT (report_id) DO UPDATE SET stamp = excluded.stamp")
        .bind(report_id).bind(stamp).execute(c).await.map(|_| ()))?;
    Ok(())
}

/// Reports that have to be indexed anew, those that wait longest first. A stamp sorts by its time.
pub async fn list_due(db: &Db, limit: i64) -> Result<Vec<(Uuid, Uuid)>> {
    Ok(
        on_db!(db, c => sqlx::query_as("SELECT report_id, stamp FROM search_due ORDER BY stamp LIMIT $1").bind(limit).fetch_all(c).await)?,
    )
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
    // Two values each, and a statement for many rows.
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
                let mut query = sqlx::QueryBuilder::new("INSERT INTO search_text (place, tokens) ");
                query.push_values(some, |mut row, (place, entry)| {
                    row.push_bind(*place).push_bind(as_vector(&entry.tokens)).push_unseparated("::tsvector");
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
        Err(super::StorageError::UnknownCode(format!("more than {SLOTS} reports of one microsecond")))
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
    for token in &tokens.set {
        words.push_str(text_of(token));
        words.push(' ');
    }
    words
}

/// The same as a tsvector is written: each word once, with its positions.
fn as_vector(tokens: &Tokens) -> String {
    use std::fmt::Write as _;
    let places = tokens.stream.iter().enumerate().filter_map(|(n, token)| Some((token.as_ref()?, n + 1)));
    let mut places = places.collect::<Vec<_>>();
    places.sort_unstable();
    let mut vector = String::with_capacity(places.len() * 15 + tokens.set.len() * 11);
    let mut before = None;
    for (token, place) in places {
        if before == Some(token) {
            let _ = write!(vector, ",{place}");
        } else {
            let _ = write!(vector, " {}:{place}", text_of(token));
        }
        before = Some(token);
    }
    for token in &tokens.set {
        vector.push(' ');
        vector.push_str(text_of(token));
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

/// Large batches are collected in memory before they are written, then a batch is as large as that again. On
/// PostgreSQL there is nothing to set.
pub async fn set_batch(tx: &mut Tx, large: bool) -> Result<()> {
    if let Tx::Sqlite(tx) = tx {
        let bytes: i64 = if large { 64 << 20 } else { 1 << 20 };
        sqlx::query("INSERT INTO search_text (search_text, rank) VALUES ('hashsize', $1)")
            .bind(bytes)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Puts the parts of the index together that many small writes left, a little at a time; what was erased goes for good.
/// Returns whether there was anything to do.
pub async fn tidy(tx: &mut Tx) -> Result<bool> {
    let Tx::Sqlite(tx) = tx else { return Ok(false) };
    let changes = "SELECT total_changes()";
    let (before,): (i64,) = sqlx::query_as(changes).fetch_one(&mut **tx).await?;
    sqlx::query("INSERT INTO search_text (search_text, rank) VALUES ('merge', 500)").execute(&mut **tx).await?;
    let (after,): (i64,) = sqlx::query_as(changes).fetch_one(&mut **tx).await?;
    // One change is the command itself.
    Ok(after - before > 1)
}
