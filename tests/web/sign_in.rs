//! Staff prove who they are: set-up link, password and one-time password, sessions, and limits that lock out guessers only.

use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use nuandong::{
    actions::set_up_staff::{AddStaffError, NewStaff, add_staff, disable_staff, reset_staff},
    config::Config,
    domain::staff::Role,
};
use totp_rs::{Builder, Secret, Totp};

use crate::support::{App, Browser, PASSWORD, Page, on_both};

const OWN: &str = "kein leichtes Wort";

on_both! {
    async fn the_set_up_link_asks_for_a_good_password_and_the_right_code(app: App) {
        let link = invited(&app, "wang.li").await;
        let mut b = app.browser();
        let totp = app_of(&b.get(&link).await.is(StatusCode::OK).has("wang.li").has("<svg"));
        assert_eq!(app_of(&b.get(&link).await).to_url().unwrap(), totp.to_url().unwrap(), "a reload shows the same");
        let right = now(&app, &totp, 0);
        let stale = now(&app, &totp, -90);
        let cases: [(&str, &str, &str, &str); 9] = [
            ("", "", &right, "password"),
            ("kurz", "kurz", &right, "password"),
            ("wang.li-2026", "wang.li-2026", &right, "password"),
            ("WANG.LI-2026", "WANG.LI-2026", &right, "password"),
            (&"x".repeat(201), &"x".repeat(201), &right, "password"),
            (OWN, "anders als zuvor", &right, "again"),
            (OWN, OWN, "", "one_time"),
            (OWN, OWN, "000", "one_time"),
            (OWN, OWN, &stale, "one_time"),
        ];
        for (password, again, one_time, field) in cases {
            let page = b.post(&link, &[("password", password), ("again", again), ("one_time", one_time)]).await;
            let page = page.is(StatusCode::UNPROCESSABLE_ENTITY).has(&format!("id=\"{field}-error\"")).has(&format!("href=\"#{field}\"")).has_not(OWN);
            assert!(b.cookies.is_empty() && page.location().is_empty());
        }
        let page = b.post(&link, &[("password", OWN), ("again", OWN), ("one_time", &right)]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "/staff");
        b.get("/staff/queue").await.is(StatusCode::OK).has("wang.li 名");
        // The link is used up, in every browser.
        for mut visitor in [b, app.browser()] {
            visitor.get(&link).await.is(StatusCode::GONE).has_not("class=\"digits\"");
            visitor.post(&link, &[("password", OWN), ("again", OWN), ("one_time", &right)]).await.is(StatusCode::GONE);
        }
    }

    async fn whoever_comes_over_tor_has_no_address_to_choose(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        let app = app.reopened(|config| Config { trusted_proxies: 1, onion_url: Some("http://nuandong.onion".into()), ..config }).await;
        let try_in = async |n: u8, host: &str| {
            let body = format!("username=nobody-{n}&password=wrong-password");
            let request = Request::post("/staff/sign-in").header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").header("sec-fetch-site", "same-origin");
            let request = request.header(header::HOST, host).header("x-forwarded-for", format!("203.0.113.{n}"));
            app.browser().send(request.body(body.into()).unwrap()).await.status
        };
        for n in 0..60 {
            assert_eq!(try_in(n, "nuandong.onion").await, StatusCode::UNPROCESSABLE_ENTITY, "{n}");
        }
        assert_eq!(try_in(60, "nuandong.onion").await, StatusCode::TOO_MANY_REQUESTS, "they count together");
        // Whoever comes through the proxy is told apart.
        assert_eq!(try_in(61, "127.0.0.1:3000").await, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn a_link_ends_after_three_days_and_when_another_is_made(app: App) {
        let link = invited(&app, "wang").await;
        app.portal.clock.advance(TimeDelta::hours(72) - TimeDelta::seconds(1));
        app.browser().get(&link).await.is(StatusCode::OK);
        app.portal.clock.advance(TimeDelta::seconds(1));
        app.browser().get(&link).await.is(StatusCode::GONE);
        app.browser().get("/staff/setup/nothing-like-it").await.is(StatusCode::GONE);
        let second = format!("/staff/setup/{}", reset_staff(&app.portal, "wang").await.unwrap());
        let third = format!("/staff/setup/{}", reset_staff(&app.portal, "wang").await.unwrap());
        app.browser().get(&second).await.is(StatusCode::GONE);
        app.browser().get(&third).await.is(StatusCode::OK);
        disable_staff(&app.portal, "wang").await.unwrap();
        app.browser().get(&third).await.is(StatusCode::GONE);
    }

    async fn password_and_one_time_password_open_the_desk(app: App) {
        let totp = set_up(&app, "wang").await;
        // The code that ended set-up is used up.
        sign_in(&app, "wang", OWN, &now(&app, &totp, 0)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        app.portal.clock.advance(TimeDelta::seconds(30));
        let code = now(&app, &totp, 0);
        let page = sign_in(&app, " WANG ", OWN, &format!("{} {}", &code[..3], &code[3..])).await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "/staff");
        // The same code again, or an older one, is refused; so is a password alone.
        sign_in(&app, "wang", OWN, &code).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        sign_in(&app, "wang", OWN, &now(&app, &totp, -30)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        sign_in(&app, "wang", OWN, "").await.is(StatusCode::UNPROCESSABLE_ENTITY);
        // Clocks differ: a neighbour's code is taken, early or late; one further off is not.
        app.portal.clock.advance(TimeDelta::minutes(5));
        sign_in(&app, "wang", OWN, &now(&app, &totp, -60)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        sign_in(&app, "wang", OWN, &now(&app, &totp, 60)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
        sign_in(&app, "wang", OWN, &now(&app, &totp, -30)).await.is(StatusCode::SEE_OTHER);
        sign_in(&app, "wang", OWN, &now(&app, &totp, 30)).await.is(StatusCode::SEE_OTHER);
        sign_in(&app, "wang", OWN, &now(&app, &totp, 0)).await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn one_code_at_once_from_two_places_opens_once(app: App) {
        let totp = set_up(&app, "wang").await;
        app.portal.clock.advance(TimeDelta::minutes(1));
        let code = now(&app, &totp, 0);
        let (one, two) = tokio::join!(sign_in(&app, "wang", OWN, &code), sign_in(&app, "wang", OWN, &code));
        let opened = [&one, &two].into_iter().filter(|page| page.status == StatusCode::SEE_OTHER).count();
        assert_eq!(opened, 1);
    }

    async fn the_answer_does_not_tell_what_was_wrong(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        app.person("gone", "鲁0102", Role::Triage).await;
        invited(&app, "neu").await;
        set_up(&app, "zhao").await;
        disable_staff(&app.portal, "gone").await.unwrap();
        let mut answers = Vec::new();
        for (username, password) in [("wang", "wrong password"), ("wang", ""), ("nobody", PASSWORD), ("gone", PASSWORD), ("neu", PASSWORD), ("zhao", OWN), ("zhao", "wrong password")] {
            let page = sign_in(&app, username, password, "000000").await.is(StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.headers.get(header::SET_COOKIE).is_none());
            assert!(page.body.contains(&format!("value=\"{username}\"")), "what was typed is kept");
            answers.push(page.has_not(PASSWORD).has_not(OWN).body.replace(&format!("value=\"{username}\""), "value=\"…\""));
        }
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
        sign_in(&app, "wang", PASSWORD, "").await.is(StatusCode::SEE_OTHER);
        sign_in(&app, "\"><script>alert(1)</script>", "x", "").await.is(StatusCode::UNPROCESSABLE_ENTITY).has_not("<script>");
    }

    async fn guessing_locks_out_the_guesser_alone(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        app.person("zhao", "鲁0102", Role::Triage).await;
        let mut guesser = app.browser();
        guesser.address = [10, 0, 0, 7];
        for _ in 0..8 {
            try_in(&mut guesser, "wang", "guess").await.is(StatusCode::UNPROCESSABLE_ENTITY);
        }
        for password in ["guess", PASSWORD] {
            let page = try_in(&mut guesser, "Wang", password).await.is(StatusCode::TOO_MANY_REQUESTS).has("<h1");
            assert_eq!(page.headers[header::RETRY_AFTER], "900");
        }
        // Another account from there, and this account from elsewhere, are free.
        try_in(&mut guesser, "zhao", PASSWORD).await.is(StatusCode::SEE_OTHER);
        let mut owner = app.browser();
        owner.address = [10, 0, 0, 8];
        try_in(&mut owner, "wang", PASSWORD).await.is(StatusCode::SEE_OTHER);
        app.portal.clock.advance(TimeDelta::minutes(15));
        try_in(&mut guesser, "wang", PASSWORD).await.is(StatusCode::SEE_OTHER);
    }

    async fn a_session_ends_when_nobody_uses_it_and_after_twelve_hours(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("wang").await;
        let mut idle = app.signed_in("wang").await;
        app.portal.clock.advance(TimeDelta::minutes(59));
        b.get("/staff/queue").await.is(StatusCode::OK);
        app.portal.clock.advance(TimeDelta::minutes(1));
        idle.get("/staff/queue").await.is(StatusCode::SEE_OTHER);
        b.get("/staff/queue").await.is(StatusCode::OK);
        // In use all the time: it ends all the same.
        for _ in 0..13 {
            app.portal.clock.advance(TimeDelta::minutes(50));
            b.get("/staff/queue").await.is(StatusCode::OK);
        }
        app.portal.clock.advance(TimeDelta::minutes(10));
        let page = b.get("/staff/queue?status=accepted").await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "/staff/sign-in?next=%2Fstaff%2Fqueue%3Fstatus%3Daccepted");
    }

    async fn sessions_are_listed_and_ended(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        app.person("zhao", "鲁0102", Role::Triage).await;
        let (mut here, mut there, mut other) = (app.signed_in("wang").await, app.signed_in("wang").await, app.signed_in("zhao").await);
        let list = here.get("/staff/sessions").await.is(StatusCode::OK);
        assert_eq!((ends(&list).len(), list.body.matches("class=\"tag\"").count()), (2, 1), "two, one of them this one");
        let theirs = ends(&there.get("/staff/sessions").await);
        // Which one is meant stands in the row with the mark.
        let own = list.body.split("<tr>").find(|row| row.contains("class=\"tag\"")).unwrap().to_owned();
        let target = theirs.into_iter().find(|action| !own.contains(action)).unwrap();
        // Not for anybody else.
        other.post(&target, &[]).await;
        there.get("/staff/queue").await.is(StatusCode::OK);
        let list = here.submit(&target, &[]).await;
        assert_eq!(ends(&list).len(), 1);
        there.get("/staff/queue").await.is(StatusCode::SEE_OTHER);
        here.get("/staff/queue").await.is(StatusCode::OK);
        other.get("/staff/queue").await.is(StatusCode::OK);
        // Disabling or resetting somebody ends all.
        disable_staff(&app.portal, "wang").await.unwrap();
        here.get("/staff/queue").await.is(StatusCode::SEE_OTHER);
        reset_staff(&app.portal, "zhao").await.unwrap();
        other.get("/staff/queue").await.is(StatusCode::SEE_OTHER);
        sign_in(&app, "zhao", PASSWORD, "").await.is(StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn signing_out_ends_the_session_for_good(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        let mut b = app.signed_in("wang").await;
        let mut copy = b.clone();
        b.get("/staff/queue").await.is(StatusCode::OK).has("action=\"/staff/sign-out\"");
        let page = b.post("/staff/sign-out", &[]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "/staff/sign-in");
        // Pages that answered a form are kept for Back, until now.
        assert_eq!(page.headers["clear-site-data"], "\"cache\"");
        assert!(b.cookies.is_empty());
        copy.get("/staff/queue").await.is(StatusCode::SEE_OTHER);
    }

    async fn without_a_session_every_page_of_the_desk_leads_to_the_door(app: App) {
        app.person("wang", "鲁0102", Role::Triage).await;
        for (path, next) in [
            ("/staff", "/staff/sign-in?next=%2Fstaff"),
            ("/staff/queue?view=mine", "/staff/sign-in?next=%2Fstaff%2Fqueue%3Fview%3Dmine"),
            ("/staff/reports/262639172504", "/staff/sign-in?next=%2Fstaff%2Freports%2F262639172504"),
            ("/staff/sessions", "/staff/sign-in?next=%2Fstaff%2Fsessions"),
            ("/en/staff/queue", "/en/staff/sign-in?next=%2Fen%2Fstaff%2Fqueue"),
        ] {
            let mut b = app.browser();
            let page = b.get(path).await.is(StatusCode::SEE_OTHER);
            assert_eq!(page.location(), next);
            b.get(next).await.is(StatusCode::OK);
            // And through it to where one wanted to go.
            let page = b.post(next, &[("username", "wang"), ("password", PASSWORD)]).await.is(StatusCode::SEE_OTHER);
            assert_eq!(page.location(), path);
        }
        // What cannot be asked for again leads to the door alone.
        let page = app.browser().post("/staff/reports/262639172504/claim", &[("version", "1")]).await.is(StatusCode::SEE_OTHER);
        assert_eq!(page.location(), "/staff/sign-in");
        let mut forged = app.browser();
        forged.cookies.insert("nuandong_staff".into(), "A".repeat(43));
        forged.get("/staff/queue").await.is(StatusCode::SEE_OTHER);
    }

    async fn usernames_are_plain(app: App) {
        for username in ["<b>wang</b>", "wang li", "w", "王莉", "wang'--", "a\r\nb", "", "../wang", &"x".repeat(41)] {
            let new = NewStaff { username, name: "王", court: "鲁0102", role: Role::Triage, password: None };
            assert!(matches!(add_staff(&app.portal, new).await, Err(AddStaffError::Username(_))), "{username:?}");
        }
        // A name may be anything; it is shown as text.
        let new = NewStaff { username: "wang", name: "<b>王</b>", court: "鲁0102", role: Role::Triage, password: Some(PASSWORD) };
        add_staff(&app.portal, new).await.unwrap();
        app.signed_in("wang").await.get("/staff/queue").await.has("&lt;b&gt;王").has_not("<b>王");
        let again = NewStaff { username: "WANG", name: "王", court: "鲁0102", role: Role::Triage, password: None };
        assert!(matches!(add_staff(&app.portal, again).await, Err(AddStaffError::Taken(_))));
        let nowhere = NewStaff { username: "li", name: "李", court: "浙0783", role: Role::Triage, password: None };
        assert!(matches!(add_staff(&app.portal, nowhere).await, Err(AddStaffError::Court(_))));
        let short = NewStaff { username: "li", name: "李", court: "鲁0102", role: Role::Triage, password: Some("short") };
        assert!(matches!(add_staff(&app.portal, short).await, Err(AddStaffError::Password)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cookies_are_closed_to_scripts_and_to_other_sites() {
    for (public_url, prefix, secure) in [("http://127.0.0.1:3000", "", false), ("https://nd.example", "__Host-", true)]
    {
        let app = App::with(|config| Config { public_url: public_url.to_owned(), ..config }).await;
        app.person("wang", "鲁0102", Role::Triage).await;
        let (_, code) =
            app.submit(serde_json::json!({ "channel": "lead", "category": "asset", "narrative": "x" })).await;
        let mut b = app.browser();
        for (path, fields, name) in [
            ("/staff/sign-in", vec![("username", "wang"), ("password", PASSWORD)], "staff"),
            ("/follow", vec![("code", &*code)], "visit"),
            ("/preferences", vec![("elder", "on"), ("back", "/")], "elder"),
        ] {
            let page = b.post(path, &fields).await.is(StatusCode::SEE_OTHER);
            let line = page.headers[header::SET_COOKIE].to_str().unwrap();
            assert!(line.starts_with(&format!("{prefix}nuandong_{name}=")), "{line}");
            let flags = line.split("; ").skip(1).collect::<Vec<_>>();
            for flag in ["Path=/", "HttpOnly", "SameSite=Lax"] {
                assert!(flags.contains(&flag), "{line}");
            }
            assert_eq!(flags.contains(&"Secure"), secure, "{line}");
            assert!(!flags.iter().any(|flag| flag.starts_with("Domain")), "{line}");
            // A session ends with the browser; a preference does not.
            assert_eq!(flags.iter().any(|flag| flag.starts_with("Max-Age")), name == "elder", "{line}");
        }
        b.get("/staff/queue").await.is(StatusCode::OK);
        let transport = b.get("/").await.headers.get(header::STRICT_TRANSPORT_SECURITY).is_some();
        assert_eq!(transport, secure);
    }
}

async fn invited(app: &App, username: &str) -> String {
    let new =
        NewStaff { username, name: &format!("{username} 名"), court: "鲁0102", role: Role::Triage, password: None };
    format!("/staff/setup/{}", add_staff(&app.portal, new).await.unwrap().unwrap())
}

/// The app that somebody feeds with the secret on the set-up page.
fn app_of(page: &Page) -> Totp {
    let secret = page.body.split("<code class=\"digits\">").nth(1).unwrap().split('<').next().unwrap();
    let secret = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    Builder::new().with_secret(secret).with_account_name("x").with_issuer(Some("Nuandong")).build().unwrap()
}

/// What the app shows, so many seconds from now.
fn now(app: &App, totp: &Totp, seconds: i64) -> String {
    totp.generate(u64::try_from(app.portal.clock.now().timestamp() + seconds).unwrap()).to_string()
}

async fn set_up(app: &App, username: &str) -> Totp {
    let link = invited(app, username).await;
    let mut b = app.browser();
    let totp = app_of(&b.get(&link).await);
    let code = now(app, &totp, 0);
    b.post(&link, &[("password", OWN), ("again", OWN), ("one_time", &code)]).await.is(StatusCode::SEE_OTHER);
    totp
}

async fn sign_in(app: &App, username: &str, password: &str, one_time: &str) -> Page {
    let fields = [("username", username), ("password", password), ("one_time", one_time)];
    app.browser().post("/staff/sign-in", &fields).await
}

async fn try_in(b: &mut Browser, username: &str, password: &str) -> Page {
    b.post("/staff/sign-in", &[("username", username), ("password", password)]).await
}

/// Where the buttons of the list of sessions lead.
fn ends(page: &Page) -> Vec<String> {
    let actions = page.body.split("action=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    actions.filter(|action| action.starts_with("/staff/sessions/") && action.ends_with("/end")).collect()
}
