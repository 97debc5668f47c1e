//! The order of the queue and its counts: every lane and filter, in every scope, against what the pages themselves list.

use axum::http::{Method, StatusCode};
use chrono::TimeDelta;
use indicatif::ProgressBar;
use nuandong::{
    actions::{
        priority,
        queue::{Query, resolved},
    },
    cli::seed,
    clock::end_of,
    domain::staff::{Role, Scope, Staff},
    storage::{
        self,
        queue::{Part, Place, Sort, Term, View, Way},
        search::Window,
    },
};
use serde_json::json;

use crate::support::{App, on_both};

/// Username, court, role.
const PEOPLE: &[(&str, &str, Role)] = &[
    ("high", "鲁", Role::Supervisor),
    ("jinan", "鲁01", Role::Supervisor),
    ("jinan-triage", "鲁01", Role::Triage),
    ("lixia", "鲁0102", Role::Triage),
    ("discipline", "鲁01", Role::Discipline),
];

const FILTERS: &[&str] = &[
    "",
    "channel=lead",
    "channel=complaint&category=passive",
    "category=asset&category=whereabouts",
    "category!=asset",
    "status=received",
    "status=received&status=under_review&status=resolved",
    "status!=received&status!=resolved",
    "livelihood=true",
    "livelihood=labor",
    "livelihood!=labor",
    "livelihood!=true",
    "due=overdue",
    "due=today",
    "due=week",
    "due=week&category=asset",
    "court=鲁0102",
    "court=鲁0102&court=鲁0105&status=received",
    "court!=鲁0102",
    "assignee=none",
    "assignee=lixia",
    "assignee=lixia&assignee=high",
    "assignee=lixia&status=accepted",
    "assignee!=lixia",
    "assignee!=none",
    "result=not",
    "result!=not",
    "received_from=2026-11-01",
    "received_to=2026-11-01",
    "received_from=2026-10-01&received_to=2026-10-31",
    "received_from=2026-10-01&received_to=2026-10-31&channel=lead",
    "due_from=2026-11-20",
    "due_from=2026-11-20&due_to=2026-11-30",
];

async fn person(app: &App, username: &str) -> (Staff, Scope) {
    let staff = storage::staff::find(&app.portal.db, username).await.unwrap().unwrap().person().unwrap();
    let scope = Scope::of(&staff, &app.portal.courts());
    (staff, scope)
}

async fn seeded(app: &App, reports: usize) {
    for (username, court, role) in PEOPLE {
        app.person(username, court, *role).await;
    }
    seed::fill(&app.portal, reports, 7, &ProgressBar::hidden()).await.unwrap();
}

/// All rows of a list, page by page.
async fn walk(app: &App, staff: &Staff, scope: &Scope, query: &Query, sort: Sort) -> Vec<String> {
    let filter = resolved(&app.portal, staff, scope, query);
    let (mut numbers, mut place): (Vec<String>, Option<Place>) = (Vec::new(), None);
    loop {
        let part = Part { sort, from: place.as_ref().map(|place| (place, Way::On)), limit: 37 };
        let rows = storage::queue::list(&app.portal.db, scope, staff.id, &filter, part).await.unwrap();
        let Some(last) = rows.last() else { return numbers };
        place = Some(last.place(sort, None));
        numbers.extend(rows.into_iter().map(|row| row.number));
    }
}

on_both! {
    async fn counts_and_pages_agree_for_every_scope_lane_and_filter(app: App) {
        seeded(&app, 400).await;
        // Some changes that nobody has folded yet.
        for n in 0..5 {
            app.submit(json!({ "channel": "lead", "category": "whereabouts", "narrative": format!("{n}"), "court": "鲁0102", "livelihood": "labor" })).await;
        }
        // Complaints about whoever would read them, which no way of the program leads there: the fence keeps them back, counted or listed.
        run(&app, "UPDATE report SET court_concerned = CASE category WHEN 'passive' THEN court WHEN 'wrongful' THEN circuit ELSE '鲁' END
            WHERE channel = 'complaint' AND category IN ('passive', 'wrongful', 'funds')").await;
        let mut listed = 0;
        for (username, _, _) in PEOPLE {
            let (staff, scope) = person(&app, username).await;
            for view in View::ALL {
                let filters = if *view == View::All { FILTERS } else { &FILTERS[..2] };
                for filter in filters {
                    let query = Query::of_address(&format!("view={view}&{filter}"), 50);
                    assert!(query.unknown.is_empty(), "{filter}");
                    let counts = storage::queue::counts(&app.portal.db, &scope, staff.id, &resolved(&app.portal, &staff, &scope, &query), None, app.portal.clock.now()).await.unwrap().unwrap();
                    let mut orders = Vec::new();
                    for sort in Sort::ALL {
                        let mut rows = walk(&app, &staff, &scope, &query, *sort).await;
                        let all = rows.len();
                        rows.sort();
                        rows.dedup();
                        assert_eq!(rows.len(), all, "twice in a list: {username} {view} {filter} {sort}");
                        assert_eq!(counts.total, i64::try_from(all).unwrap(), "{username} {view} {filter} {sort}");
                        orders.push(rows);
                        listed += all;
                    }
                    assert!(orders.iter().all(|rows| *rows == orders[0]), "{username} {view} {filter}: the order changes what is listed");
                }
            }
            // Folded or not, the same.
            let everything = Query::of_address("", 50);
            let before = storage::queue::counts(&app.portal.db, &scope, staff.id, &everything.filter, None, app.portal.clock.now()).await.unwrap().unwrap();
            while storage::queue::fold(&app.portal.db).await.unwrap() > 0 {}
            let after = storage::queue::counts(&app.portal.db, &scope, staff.id, &everything.filter, None, app.portal.clock.now()).await.unwrap().unwrap();
            assert_eq!((before.lanes, before.statuses), (after.lanes, after.statuses), "{username}");
        }
        assert!(listed > 10_000, "{listed}");
    }

    /// Folding what changed comes to the same as counting everything, whatever was changed, and leaves nothing empty.
    async fn counting_anew_agrees_with_folding(app: App) {
        seeded(&app, 300).await;
        let mut lixia = app.signed_in("lixia").await;
        let (mut claimed, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "一", "court": "鲁0102" })).await;
        storage::queue::fold(&app.portal.db).await.unwrap();
        let before = tallies(&app).await;
        for _ in 0..3 {
            lixia.post(&format!("/staff/reports/{claimed}/claim"), &[("version", "1")]).await.is(StatusCode::SEE_OTHER);
            app.submit(json!({ "channel": "complaint", "category": "passive", "narrative": "二", "court": "鲁0102" })).await;
            claimed = app.submit(json!({ "channel": "lead", "category": "whereabouts", "narrative": "三", "court": "鲁0102" })).await.0;
        }
        app.portal.clock.advance(TimeDelta::days(9));
        priority::keep_up(&app.portal).await.unwrap();
        let folded = tallies(&app).await;
        assert_ne!(folded, before);
        assert!(folded.iter().all(|line| !line.ends_with(" 0")), "{folded:#?}");
        // So many changes that are none.
        let nothing = "INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, assigned, result, received_on, due_on, n)
            SELECT circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, assigned, result, received_on, due_on, 0
            FROM counted_report CROSS JOIN (SELECT 1 AS one FROM report LIMIT 100) AS times";
        run(&app, nothing).await;
        assert!(storage::queue::fold(&app.portal.db).await.unwrap() > 20_000, "not so many that they are counted anew");
        assert_eq!(tallies(&app).await, folded);
    }

    async fn the_last_moment_of_a_day_is_of_that_day(app: App) {
        app.person("high", "鲁", Role::Supervisor).await;
        let (staff, scope) = person(&app, "high").await;
        let today = app.portal.clock.today();
        app.portal.clock.advance(end_of(today) + TimeDelta::milliseconds(500) - app.portal.clock.now());
        app.submit(json!({ "channel": "lead", "category": "asset", "narrative": "快到零点", "court": "鲁0102" })).await;
        for (day, n) in [(today, 1), (today.succ_opt().unwrap(), 0)] {
            let query = Query::of_address(&format!("received_from={day}&received_to={day}"), 50);
            let counts = storage::queue::counts(&app.portal.db, &scope, staff.id, &query.filter, None, app.portal.clock.now()).await.unwrap().unwrap();
            let listed = walk(&app, &staff, &scope, &query, Sort::Newest).await.len();
            assert_eq!((counts.total, listed), (n, usize::try_from(n).unwrap()), "{day}");
        }
    }

    async fn time_moves_a_report_through_the_queue(app: App) {
        let (number, _) = app.submit(json!({ "channel": "lead", "category": "whereabouts", "narrative": "x", "court": "鲁0102", "details": { "freshness": "today" } })).await;
        app.person("lixia", "鲁0102", Role::Triage).await;
        let (staff, scope) = person(&app, "lixia").await;
        let first = || async {
            let part = Part { sort: Sort::Priority, from: None, limit: 1 };
            storage::queue::list(&app.portal.db, &scope, staff.id, &Query::of_address("", 1).filter, part).await.unwrap().remove(0)
        };
        let row = first().await;
        let sum = |row: &storage::queue::QueueRow| row.points().iter().map(|(_, points)| points).sum::<i64>();
        assert_eq!((row.number.clone(), row.priority), (number, sum(&row)));
        let (version, fresh) = (row.version, row.priority);
        app.portal.clock.advance(TimeDelta::hours(13));
        assert_eq!(first().await.priority, fresh, "nothing is counted when a list is read");
        priority::keep_up(&app.portal).await.unwrap();
        let row = first().await;
        assert_eq!(row.priority, sum(&row));
        assert_eq!(row.priority, fresh - 24, "two half-lives: 32 became 8");
        assert_eq!(row.version, version, "time is nobody's change");
        app.portal.clock.advance(TimeDelta::days(20));
        priority::keep_up(&app.portal).await.unwrap();
        let counts = storage::queue::counts(&app.portal.db, &scope, staff.id, &Query::of_address("view=overdue", 1).filter, None, app.portal.clock.now()).await.unwrap().unwrap();
        assert_eq!(counts.total, 1);
    }

    async fn neighbours_keep_their_place(app: App) {
        let mut numbers = Vec::new();
        for n in 0..5 {
            numbers.push(app.submit(json!({ "channel": "lead", "category": "asset", "narrative": format!("{n}"), "court": "鲁0102" })).await.0);
            app.portal.clock.advance(TimeDelta::minutes(1));
        }
        app.person("lixia", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("lixia").await;
        let list = b.get("/staff/queue?view=unassigned&sort=received").await.is(StatusCode::OK);
        let href = |body: &str, marker: &str| body.split(marker).nth(1).unwrap().split("href=\"").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let third = list.body.split("class=\"open digits\"").map(str::to_owned).find(|part| part.contains(&format!("/staff/reports/{}?", numbers[2]))).unwrap();
        let address = format!("/staff/reports/{}", third.split("href=\"/staff/reports/").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&"));
        let page = b.get(&address).await.is(StatusCode::OK);
        assert!(href(&page.body, "id=\"neighbour-prev\"").contains(&numbers[1]));
        assert!(href(&page.body, "id=\"neighbour-next\"").contains(&numbers[3]));
        // It drops out of the list; its place stays.
        let fields = serde_urlencoded::from_str::<Vec<(String, String)>>(address.split('?').nth(1).unwrap()).unwrap();
        let mut form = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>();
        form.push(("version", "1"));
        let after = b.post(&format!("/staff/reports/{}/claim", numbers[2]), &form).await.is(StatusCode::SEE_OTHER).location();
        let page = b.get(&after).await.is(StatusCode::OK);
        let next = href(&page.body, "id=\"neighbour-next\"");
        assert!(next.contains(&numbers[3]), "{next}");
        let page = b.get(&next).await.is(StatusCode::OK);
        assert!(href(&page.body, "id=\"neighbour-prev\"").contains(&numbers[1]), "the one that dropped out is no neighbour");
        // Pages go back as well as on.
        let token = app.token("other", "鲁0102", Role::Triage).await;
        let api = |query: String| { let app = &app; let token = token.clone(); async move {
            app.browser().json(Method::GET, &format!("/api/v1/staff/reports?{query}"), &[("authorization", &format!("Bearer {token}"))], None).await.json()
        }};
        let one = api("sort=received&limit=2".into()).await;
        let two = api(format!("sort=received&limit=2&cursor={}", one["next"].as_str().unwrap())).await;
        assert_eq!(two["items"][0]["number"], numbers[2].as_str());
    }

    async fn a_row_opens_in_place_within_the_scope(app: App) {
        // Longer than the first words that stand in the list for want of a title.
        let narrative = format!("{}车停在西街", "每天晚上都能看见。".repeat(6));
        let (number, _) = app.submit(json!({ "channel": "lead", "category": "asset", "narrative": narrative, "court": "鲁0102" })).await;
        app.person("lixia", "鲁0102", Role::Triage).await;
        app.person("tianqiao", "鲁0105", Role::Triage).await;
        let mut b = app.signed_in("lixia").await;
        b.get("/staff/queue").await.has("每天晚上").has_not("车停在西街");
        b.get(&format!("/staff/queue?open={number}")).await.is(StatusCode::OK).has("车停在西街");
        b.get(&format!("/staff/queue/row/{number}")).await.is(StatusCode::OK).has("车停在西街").has_not("<html");
        let mut other = app.signed_in("tianqiao").await;
        other.get(&format!("/staff/queue/row/{number}")).await.is(StatusCode::NOT_FOUND);
        other.get(&format!("/staff/queue?open={number}")).await.is(StatusCode::OK).has_not("每天晚上").has_not("车停在西街");
        // “None of these” without JavaScript: the form's own words become the address.
        let turned = b.get("/staff/queue?status=received&none_of=status&channel=").await.is(StatusCode::SEE_OTHER).location();
        assert_eq!(turned, "/staff/queue?status%21=received");
        b.get(&turned).await.is(StatusCode::OK).has_not(&number);
    }
}

async fn run(app: &App, sql: &'static str) {
    match &app.portal.db {
        storage::Db::Sqlite { write, .. } => sqlx::query(sql).execute(write).await.map(|_| ()).unwrap(),
        storage::Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()).unwrap(),
    }
}

/// Everything that is tallied, a line for each number, which stands last.
async fn tallies(app: &App) -> Vec<String> {
    let mut lines = Vec::new();
    for table in [
        "SELECT 'codes ' || level || circuit || court || desk || ' ' || channel || category || status || livelihood || CAST(held AS TEXT)
            || CAST(urgent AS TEXT) || CAST(due_band AS TEXT) || CAST(assigned AS TEXT) || result || ' ' || CAST(n AS TEXT) FROM tally",
        "SELECT 'fields ' || level || circuit || court || desk || ' ' || field || ' ' || value || ' ' || CAST(n AS TEXT) FROM field_tally",
        "SELECT 'lanes ' || level || circuit || court || desk || ' ' || status || ' ' || CAST(urgent AS TEXT) || ',' || CAST(livelihood AS TEXT)
            || ',' || CAST(late AS TEXT) || ',' || CAST(unassigned AS TEXT) || ',' || CAST(held AS TEXT) || ',' || CAST(unsettled AS TEXT)
            || ' ' || CAST(n AS TEXT) FROM lane_tally",
        "SELECT 'persons ' || (SELECT username FROM staff WHERE id = assignee) || circuit || court || desk || CAST(open AS TEXT) || ' ' || CAST(n AS TEXT)
            FROM assignee_tally",
    ] {
        let rows: Vec<(String,)> = storage::Sql::new(table).fetch_all(&app.portal.db).await.unwrap();
        assert!(!rows.is_empty(), "{table}");
        lines.extend(rows.into_iter().map(|(line,)| line));
    }
    lines.sort();
    lines
}

/// What lists are asked beside [`FILTERS`], and what needs more than one place.
const MORE: &[&str] =
    &["tag=marked", "tag!=marked", "tag=marked&status=received", "assignee=none&assignee=lixia", "floods=all"];
/// What is searched for: frequent, rare, with what the index knows and what it does not.
const SEARCHES: &[&str] =
    &["q=线索", "q=从未有过&status=received", "q=线索&due_from=2026-11-20", "q=-从未有过&tag=marked"];

/// Every order, lane and filter, as an address says it.
fn every_list<'a>(filters: impl Iterator<Item = &'a &'a str> + Clone) -> impl Iterator<Item = (Sort, String)> {
    Sort::ALL.iter().flat_map(move |sort| {
        let filters = filters.clone();
        View::ALL
            .iter()
            .flat_map(move |view| filters.clone().map(move |filter| (*sort, format!("view={view}&{filter}"))))
    })
}

/// Every list walks its index: no look at every row, no sorting but of the few rows that several walks brought.
#[tokio::test]
async fn the_plan_of_every_list() {
    let app = App::sqlite().await;
    seeded(&app, 50).await;
    let mut plans = 0;
    for (username, _, _) in PEOPLE {
        let (staff, scope) = person(&app, username).await;
        for (sort, address) in every_list(FILTERS.iter().chain(MORE)) {
            // As programs read it, and as the page does, with floods folded.
            for query in [Query::of_address(&address, 50), Query::of_page(&address, 50)] {
                let filter_now = resolved(&app.portal, &staff, &scope, &query);
                let place = place(&app, sort);
                for from in [None, Some((&place, Way::On)), Some((&place, Way::Back))] {
                    let part = Part { sort, from, limit: 51 };
                    let plan = storage::queue::explain(&app.portal.db, &scope, staff.id, &filter_now, part);
                    walks_its_index(&plan.await.unwrap(), &format!("{username} {sort} {address}"));
                    plans += 1;
                }
            }
        }
    }
    assert!(plans > 10_000);
}

fn place(app: &App, sort: Sort) -> Place {
    Place { sort, at: app.portal.clock.now(), priority: 1, id: uuid::Uuid::nil(), many: None }
}

fn walks_its_index(plan: &[String], list: &str) {
    let shown = plan.join("\n");
    let walks = plan.iter().filter(|step| step.contains("report USING") && step.contains("INDEX")).count();
    assert!(walks > 0, "{list}:\n{shown}");
    // A scan of what a few walks brought, or of a partial index that holds the lane and nothing else.
    let few = |step: &&String| ["picked", "walked", "branch", "(subquery"].iter().any(|name| step.contains(name));
    let mut scans = plan.iter().filter(|step| step.starts_with("SCAN "));
    assert!(scans.all(|step| few(&step) || step.contains("USING INDEX")), "{list}:\n{shown}");
    // What several walks brought, a page each, is put in order, and once more with the rest of its rows; nothing else is sorted.
    let walks = plan.iter().filter(|step| step.contains("SCAN branch")).count();
    let sorts = plan.iter().filter(|step| step.contains("TEMP B-TREE")).count();
    assert!(sorts <= walks, "{list}:\n{shown}");
}

/// Counts are read from where their key leads in the tallies; what no tally knows, on the list's own walk.
#[tokio::test]
async fn the_plan_of_every_count() {
    let app = App::sqlite().await;
    seeded(&app, 50).await;
    let mut plans = 0;
    for (username, _, _) in PEOPLE {
        let (staff, scope) = person(&app, username).await;
        for (_, address) in every_list(FILTERS.iter().chain(MORE)).filter(|(sort, _)| *sort == Sort::Newest) {
            let filter_now = resolved(&app.portal, &staff, &scope, &Query::of_page(&address, 50));
            let now = app.portal.clock.now();
            let plan =
                storage::queue::explain_counts(&app.portal.db, &scope, staff.id, &filter_now, now).await.unwrap();
            let shown = format!("{username} {address}:\n{}", plan.join("\n"));
            // What the fence keeps back is a list of its own, which goes by the name of the table.
            let kept_back = plan.iter().filter(|step| step.ends_with("-ROUTINE report")).count();
            for (table, few) in
                [("tally", 0), ("field_tally", 0), ("lane_tally", 0), ("assignee_tally", 0), ("report", kept_back)]
            {
                let scan = format!("SCAN {table}");
                let whole =
                    |step: &&String| **step == scan || step.starts_with(&format!("{scan} ")) && !step.contains("INDEX");
                assert_eq!(plan.iter().filter(whole).count(), few, "{shown}");
            }
            let by_court =
                plan.iter().filter(|step| step.starts_with("SEARCH report USING INDEX report_about")).count();
            assert!(scope.reads_own_complaints || by_court > kept_back, "{shown}");
            // What has changed since the last folding is a few.
            assert!(plan.iter().any(|step| step == "SCAN tally_change"), "{shown}");
            assert!(
                plan.iter().any(|step| step.starts_with("SEARCH lane_tally USING PRIMARY KEY (level=?")),
                "{shown}"
            );
            assert!(
                plan.iter().any(|step| step.starts_with("SEARCH assignee_tally USING PRIMARY KEY (assignee=?")),
                "{shown}"
            );
            plans += 1;
        }
    }
    assert!(plans > 1_000, "{plans}");
}

/// A search goes from what it finds to the reports, one by one; the hits of a page are put in order, and no report is
/// looked at that was not found. By all hits, and by the newest of many.
#[tokio::test]
async fn the_plan_of_every_search() {
    let app = App::sqlite().await;
    seeded(&app, 50).await;
    for (username, _, _) in PEOPLE {
        let (staff, scope) = person(&app, username).await;
        for (sort, address) in every_list(SEARCHES.iter()) {
            for window in [Window::All, Window::Newest { highest: i64::MAX, wanted: 51 }] {
                let mut filter = resolved(&app.portal, &staff, &scope, &Query::of_page(&address, 50));
                for term in &mut filter.terms {
                    if let Term::Text(text) = term {
                        *text = text.clone().within(window);
                    }
                }
                let part = Part { sort, from: None, limit: 51 };
                let plan = storage::queue::explain(&app.portal.db, &scope, staff.id, &filter, part).await.unwrap();
                let shown = plan.join("\n");
                let scans = plan.iter().filter(|step| step.starts_with("SCAN ")).collect::<Vec<_>>();
                // The tokens, what they found, what waits, and the few firsts of floods.
                let few = [
                    "search_text VIRTUAL TABLE INDEX",
                    "search_due",
                    "due",
                    "hits",
                    "found",
                    "(subquery",
                    "report_of_many",
                ];
                let is_few = |step: &&&String| few.iter().any(|name| step.contains(name));
                assert!(scans.iter().all(|step| is_few(&step)), "{address}:\n{shown}");
                let by_identity = |step: &String| step.contains("SEARCH report USING") && step.contains("(id=?");
                assert!(plan.iter().any(by_identity), "{address}:\n{shown}");
            }
        }
    }
}

/// The same lists on PostgreSQL, which is told that reading a table from end to end, or sorting it, costs a fortune: where
/// it still did, there would be no other way.
#[tokio::test]
async fn the_plan_of_every_list_on_postgres() {
    let app = App::postgres().await;
    seeded(&app, 50).await;
    let storage::Db::Postgres(pool) = &app.portal.db else { panic!("PostgreSQL") };
    let dear = "DO $$ DECLARE way TEXT; BEGIN
        FOREACH way IN ARRAY ARRAY['enable_seqscan', 'enable_sort', 'enable_incremental_sort', 'enable_bitmapscan', 'enable_hashjoin'] LOOP
            EXECUTE format('ALTER DATABASE %I SET %I = off', current_database(), way);
        END LOOP; END $$";
    sqlx::query(dear).execute(pool).await.unwrap();
    let app = app.reopened(|config| config).await;
    let mut plans = 0;
    for (username, _, _) in PEOPLE {
        let (staff, scope) = person(&app, username).await;
        for (sort, address) in every_list(FILTERS.iter().chain(MORE)) {
            let filter_now = resolved(&app.portal, &staff, &scope, &Query::of_page(&address, 50));
            let place = place(&app, sort);
            let part = Part { sort, from: Some((&place, Way::On)), limit: 51 };
            let plan = storage::queue::explain(&app.portal.db, &scope, staff.id, &filter_now, part).await.unwrap();
            let shown = plan.join("\n");
            assert!(
                !plan.iter().any(|step| step.contains("Seq Scan on report")),
                "{username} {sort} {address}:\n{shown}"
            );
            let walks = plan.iter().filter(|step| step.contains("Index") && step.contains(" on report")).count();
            let sorts = plan.iter().filter(|step| step.contains("Sort  (")).count();
            assert!(sorts == 0 || walks > 1, "{username} {sort} {address}:\n{shown}");
            plans += 1;
        }
    }
    assert!(plans > 3_000);
}

/// PostgreSQL makes no plan for the values of a request: on a large database that takes longer than the lists do. What looks
/// for all that is over is planned for the moment; for any moment, it would go through the whole table.
#[tokio::test]
async fn no_request_waits_for_a_plan_of_its_own() {
    let app = App::postgres().await;
    seeded(&app, 50).await;
    let (staff, scope) = person(&app, PEOPLE[0].0).await;
    let query = Query::of_page("due=week", 50);
    for _ in 0..20 {
        nuandong::actions::queue::list(&app.portal, &staff, &scope, &query).await.unwrap();
        nuandong::jobs::tidy_now(&app.portal).await.unwrap();
    }
    let storage::Db::Postgres(pool) = &app.portal.db else { panic!("PostgreSQL") };
    let mut made = std::collections::BTreeMap::<&str, (i64, i64)>::new();
    let mut all = Vec::new();
    for _ in 0..pool.size() {
        let mut connection = pool.acquire().await.unwrap();
        for statement in ["SELECT report.id, report.number%", "SELECT 'lanes'%", "DELETE FROM job %"] {
            let counted =
                "SELECT CAST(coalesce(sum(custom_plans), 0) AS BIGINT), CAST(coalesce(sum(generic_plans), 0) AS BIGINT)
                FROM pg_prepared_statements WHERE statement LIKE $1";
            let (own, shared): (i64, i64) =
                sqlx::query_as(counted).bind(statement).fetch_one(&mut *connection).await.unwrap();
            let sum = made.entry(statement).or_default();
            *sum = (sum.0 + own, sum.1 + shared);
        }
        all.push(connection);
    }
    // Some were forgotten on the way, with their numbers.
    let kinds = made.into_values().map(|(own, shared)| (own > 0, shared > 0)).collect::<Vec<_>>();
    assert_eq!(kinds, [(true, false), (false, true), (false, true)]);
}
