//! Pieces of queries that read lists and counts through what a question finds.

use super::{
    SLOTS,
    question::{Engine, Text, Window},
    text_of,
};
use crate::storage::{
    Db, Result, Sql, Value,
    queue::{COUNT_CAP, Filter, Term},
};

/// Pushes the identities of reports that match, as a sub-select: by the narrowest question, and of those that wait to be
/// indexed whatever matches the text, because how they stand now nobody but the live row knows.
fn push_hits(sql: &mut Sql, text: &Text, window: Window) {
    sql.push("WITH hits AS MATERIALIZED (");
    let (lowest, highest) = (Value::Int(text.places.0), text.places.1);
    let highest = match window {
        Window::All => {
            push_all(sql, text);
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
            sql.push("SELECT hit FROM search_newest(");
            push_question(sql, text);
            sql.push(", ").bind(lowest()).push(", ");
            sql.bind(highest()).push(", ").bind(Value::Int(wanted)).push(") AS hit");
        }
    }
}

/// Pushes what PostgreSQL's functions are asked: the narrowest question, and what a hit may not be about.
fn push_question(sql: &mut Sql, text: &Text) {
    sql.bind(Value::Text(text.narrowest().to_owned())).push(", ");
    match &text.fence {
        Some(about) => sql.bind(Value::Text(text_of(about).to_owned())),
        None => sql.push("NULL"),
    };
}

/// Pushes the places of all hits.
fn push_all(sql: &mut Sql, text: &Text) {
    let question = Value::Text(text.narrowest().to_owned());
    let (lowest, highest) = (Value::Int(text.places.0), Value::Int(text.places.1));
    match text.engine {
        Engine::Sqlite => {
            sql.push("SELECT rowid AS hit FROM search_text WHERE search_text MATCH ").bind(question);
            sql.push(" AND rowid BETWEEN ").bind(lowest).push(" AND ").bind(highest);
        }
        Engine::Postgres => {
            sql.push("SELECT hit FROM search_hits(");
            push_question(sql, text);
            sql.push(", ").bind(lowest).push(", ");
            sql.bind(highest).push(") AS hit");
        }
    }
}

/// Pushes the number of hits, of which at most so many are counted.
fn push_number(sql: &mut Sql, text: &Text, most: impl FnOnce(&mut Sql)) {
    match text.engine {
        Engine::Sqlite => {
            sql.push("(SELECT count(*) FROM (");
            push_all(sql, text);
            sql.push(" LIMIT ");
            most(sql);
            sql.push(") AS hits)");
        }
        Engine::Postgres => {
            sql.push("search_count(");
            push_question(sql, text);
            sql.push(", ");
            sql.bind(Value::Int(text.places.0)).push(", ").bind(Value::Int(text.places.1)).push(", ");
            most(sql);
            sql.push(")");
        }
    }
}

/// On PostgreSQL, what the index keeps at a place. The offset keeps it a question about one place: else the planner may
/// read the tokens of all reports for each.
const TOKENS_OF_ONE: &str = " CROSS JOIN LATERAL (SELECT search_text.about, search_text.tokens FROM search_text WHERE search_text.place = search_entry.place OFFSET 0) AS one";

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
    sql.push("SELECT ");
    push_number(sql, text, |sql| {
        sql.bind(Value::Int(most));
    });
    sql.push(" AS n");
}

/// Whether at least so many reports match.
pub async fn are_as_many(db: &Db, text: &Text, most: i64) -> Result<bool> {
    let mut sql = Sql::default();
    push_hit_count(&mut sql, text, most);
    Ok(counted(db, sql).await? >= most)
}

/// Whether a window leaves hits out.
pub async fn has_more(db: &Db, text: &Text, window: Window) -> Result<bool> {
    let Window::Newest { highest, wanted } = window else { return Ok(false) };
    let mut sql = Sql::new("SELECT count(*) AS n FROM (");
    push_newest(&mut sql, text, highest.min(text.places.1), wanted);
    sql.push(") AS hits");
    Ok(counted(db, sql).await? >= wanted)
}

async fn counted(db: &Db, sql: Sql) -> Result<i64> {
    let rows: Vec<(i64,)> = sql.fetch_all(db).await?;
    Ok(rows.first().map_or(0, |(count,)| *count))
}

/// Hits that are too many to fetch and sort: a list in another order than the index's then walks its own. Counts end there.
pub const MANY: i64 = COUNT_CAP;

/// With more reports than this waiting to be indexed, [`push_count`] does not count, and a list may leave out for a moment
/// what changed among them.
const FEW_DUE: i64 = 1_000;

/// How many a list was found to have, and what the index had come to then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// At least so many, where it is more than was asked for; else exactly so many.
    pub n: i64,
    /// See [`push_changes`].
    pub changes: i64,
}

impl Counted {
    /// What holds for no list and at no time.
    const NOTHING: Self = Self { n: 0, changes: -1 };
}

/// So many more than are asked for are counted, so that there are still enough of them after as many changes.
const SPARE: i64 = 1_000;

/// Pushes how often a report was put into the index or taken out of it, as a row of one number.
pub fn push_changes(sql: &mut Sql) {
    sql.push("SELECT changes AS n FROM search_state");
}

/// Pushes how many reports a list finds that the index knows whole, exactly or at least `most`, as a row of one number;
/// -1 when too many reports wait to be indexed.
///
/// Of a report that does not wait, the index says what the live row says. So what matches everything that the list asks is
/// counted in the index alone, which is much quicker than asking live rows; of those that wait, the live row decides
/// (`live` pushes the conditions on it).
///
/// What was counted before is not counted again while it holds: when nothing changed, or when it was so many that they are
/// still enough if everything that changed since, and everything that waits, was one of them and is no more. A list that is
/// on a screen is asked for again with every change of a report.
pub fn push_count(sql: &mut Sql, text: &Text, most: i64, before: Option<Counted>, live: impl FnOnce(&mut Sql)) {
    let Counted { n, changes } = before.unwrap_or(Counted::NOTHING);
    sql.push("WITH now AS MATERIALIZED (SELECT due, since, n, n - since - due AS at_least FROM (SELECT (SELECT count(*) FROM ");
    push_due(sql);
    sql.push(" AS waiting) AS due, changes - ").bind(Value::Int(changes)).push(" AS since, ").bind(Value::Int(n));
    sql.push(" AS n FROM search_state) AS state) SELECT CASE WHEN due > ").bind(Value::Int(FEW_DUE));
    sql.push(" THEN -1 WHEN due = 0 AND since = 0 THEN n WHEN at_least >= ").bind(Value::Int(most));
    sql.push(" THEN at_least ELSE ");
    // What matches and waits is taken off again, so as many more are counted.
    push_number(sql, text, |sql| {
        sql.bind(Value::Int(most + SPARE)).push(" + (SELECT due FROM now)");
    });
    sql.push(" - (SELECT count(*) FROM ");
    push_waiting(sql, text.engine, text.narrowest(), false);
    if let Some(about) = &text.fence {
        sql.push(" AND one.about IS DISTINCT FROM ").bind(Value::Text(text_of(about).to_owned()));
    }
    sql.push(" AND search_entry.place BETWEEN ").bind(Value::Int(text.places.0));
    sql.push(" AND ").bind(Value::Int(text.places.1)).push(") + (SELECT count(*) FROM ");
    push_waiting(sql, text.engine, &text.question, true);
    sql.push(" AND ");
    live(sql);
    sql.push(") END AS n FROM now");
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
