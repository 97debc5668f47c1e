//! What is asked of the index, in the words of one database.

use super::{LONGEST_RUN, Token, run_of, text_of};
use crate::storage::Db;

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

/// What a list asks beside its text of how a report stands, all of it known to the index.
pub struct Known {
    pub wanted: Vec<Ask>,
    pub unwanted: Vec<Ask>,
    /// What the fence keeps from the officer: what is [about](super::Tokens::about) this.
    pub fenced: Option<Token>,
}

/// A question in the words of one database.
#[derive(Clone, Debug)]
pub struct Text {
    pub(super) engine: Engine,
    pub(super) question: String,
    /// The same with everything that a list asks by a code, where the index knows all of it.
    exact: Option<String>,
    /// What the fence keeps out of the exact question, where it does not stand in it: PostgreSQL asks it of each hit
    /// (migration 0017).
    pub(super) fence: Option<Token>,
    /// The lowest and the highest place, for when a report came.
    pub(super) places: (i64, i64),
    pub(super) window: Option<Window>,
    /// Asked of one report after the other.
    pub(super) one_by_one: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Engine {
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

impl Text {
    pub fn new(db: &Db, ask: &Ask) -> Self {
        let engine = match db {
            Db::Sqlite { .. } => Engine::Sqlite,
            Db::Postgres(_) => Engine::Postgres,
        };
        let mut question = String::new();
        write_ask(&mut question, engine, ask);
        Self {
            engine,
            question,
            exact: None,
            fence: None,
            places: (i64::MIN, i64::MAX),
            window: None,
            one_by_one: false,
        }
    }

    /// Reads the list from these hits.
    #[must_use]
    pub fn within(mut self, window: Window) -> Self {
        self.window = Some(window);
        self
    }

    /// The same for a list that asks all of these and none of those beside it, keeps out what is fenced, and asks nothing
    /// that the index does not know but when a report came.
    #[must_use]
    pub fn exactly(mut self, Known { wanted, unwanted, fenced }: &Known) -> Self {
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
        match (self.engine, fenced) {
            (Engine::Sqlite, Some(about)) => {
                question.push_str(but);
                write_ask(&mut question, self.engine, &Ask::Phrase(vec![*about]));
            }
            (Engine::Sqlite, None) => {}
            (Engine::Postgres, fenced) => self.fence = *fenced,
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

    /// Names what is counted for it: the same questions within the same days have the same name.
    pub fn name(&self) -> String {
        let fence = self.fence.as_ref().map_or("", text_of);
        format!("{} {} {} {fence}", self.places.0, self.places.1, self.narrowest())
    }

    /// The narrowest question that there is.
    pub(super) fn narrowest(&self) -> &str {
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
            let runs = match tokens.len() {
                0 | 1 => tokens.clone(),
                2..=LONGEST_RUN => vec![run_of(tokens)],
                _ => tokens.windows(LONGEST_RUN).map(run_of).collect(),
            };
            out.push('(');
            out.push_str(&runs.iter().map(text_of).collect::<Vec<_>>().join(" <-> "));
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
