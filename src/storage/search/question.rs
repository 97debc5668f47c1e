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

/// Where a report has to have stood to be within a scope.
#[derive(Clone, Debug)]
pub struct Where {
    pub token: Token,
    /// What reports have that stand elsewhere, when those are few: a token that nearly every report has makes FTS5 walk all
    /// of them, so it is asked to leave these out instead. PostgreSQL would begin with what must not be there.
    pub elsewhere: Option<Vec<Token>>,
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
    /// What was typed, for whoever asks the live row for everything else.
    pub(super) question: String,
    /// The same within a scope, with everything that a list asks by a code where the index knows [all of it](Self::is_exact).
    narrowest: Option<String>,
    exact: bool,
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

impl Engine {
    /// “And”, and “but not”.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => (" AND ", " NOT "),
            Self::Postgres => (" & ", " & !"),
        }
    }
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
            narrowest: None,
            exact: false,
            fence: None,
            places: (i64::MIN, i64::MAX),
            window: None,
            one_by_one: false,
        }
    }

    /// Only what stood there. The question must ask for something, else there is nothing to leave out from.
    #[must_use]
    pub fn at(mut self, place: &Where) -> Self {
        let (and, but) = self.engine.words();
        let mut question = self.question.clone();
        let mut add = |between, token: &Token| {
            question.push_str(between);
            write_ask(&mut question, self.engine, &Ask::Phrase(vec![*token]));
        };
        match (&place.elsewhere, self.engine) {
            (Some(elsewhere), Engine::Sqlite) => elsewhere.iter().for_each(|token| add(but, token)),
            _ => add(and, &place.token),
        }
        self.narrowest = Some(question);
        self
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
        let (and, but) = self.engine.words();
        let mut question = format!("({}", self.narrowest());
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
        self.narrowest = Some(question);
        self.exact = true;
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
        self.exact
    }

    /// Names what is counted for it: the same questions within the same days have the same name.
    pub fn name(&self) -> String {
        let fence = self.fence.as_ref().map_or("", text_of);
        format!("{} {} {} {fence}", self.places.0, self.places.1, self.narrowest())
    }

    /// The narrowest question that there is.
    pub(super) fn narrowest(&self) -> &str {
        self.narrowest.as_ref().unwrap_or(&self.question)
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
            let (_, but) = engine.words();
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
