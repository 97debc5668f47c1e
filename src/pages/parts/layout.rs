//! The document around every page: head, header, main, footer.

use leptos::{config::LeptosOptions, hydration::HydrationScripts, nonce::use_nonce, prelude::*};

use crate::{
    i18n::Lang,
    pages::staff::keys,
    web::{
        assets::{DESK_ADDRESS, DESK_STYLE_ADDRESS, LEAVE_ADDRESS, STYLE_ADDRESS, TOGETHER_ADDRESS},
        visitor::{HARMLESS, Page, Visitor},
    },
};

/// A whole document.
pub fn document<V: IntoView + 'static>(v: &Visitor, page: &Page, body: impl FnOnce() -> V) -> AnyView {
    let title = if page.error { v.ta("title-error", &[("title", &page.title)]) } else { page.title.clone() };
    let full_title = format!("{title} · {}", v.t("site-name"));
    let elder = v.elder.map(crate::web::elder::Elder::class);
    let classes = [elder.as_deref(), page.wide.then_some("wide")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let leave_script = has_leave_script(v).then(|| {
        view! { <script src=LEAVE_ADDRESS.as_str() nonce=use_nonce() data-to=HARMLESS data-action=v.to("/leave")></script> }
    });
    let desk_script = has_desk_script(v).then(|| {
        [&DESK_ADDRESS, &TOGETHER_ADDRESS]
            .map(|address| view! { <script src=address.as_str() nonce=use_nonce() defer></script> })
            .collect_view()
    });
    let desk_words = v.officer.as_ref().filter(|_| has_desk_script(v)).map(|officer| {
        view! { <script type="application/json" id="desk" inner_html=keys::json(v, officer.single_keys)></script> }
    });
    let scripts = page.islands.then(|| {
        let options = LeptosOptions::builder().output_name("nuandong").site_pkg_dir("pkg").build();
        view! { <HydrationScripts options=options islands=true /> }
    });
    view! {
        <html lang=v.lang.code() class=classes>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="format-detection" content="telephone=no" />
                <meta name="color-scheme" content="light dark" />
                <title inner_html=escaped(&full_title)></title>
                <link rel="stylesheet" href=STYLE_ADDRESS.as_str() />
                {(page.wide || v.officer.is_some()).then(|| view! { <link rel="stylesheet" href=DESK_STYLE_ADDRESS.as_str() /> })}
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                {leave_script}
                {desk_script}
                {scripts}
            </head>
            <body>
                {v.officer.is_none().then(|| leave(v))}
                <a class="skip" href="#main">{v.t("skip")}</a>
                {page.skip.as_ref().map(|(id, words)| view! { <a class="skip" href=format!("#{id}")>{words.clone()}</a> })}
                {header(v)}
                {v.portal.config.demo.then(|| view! { <aside class="demo-mark" aria-label="演示 / Demo"><strong>"演示 / Demo"</strong>" "{v.t("demo-note")}</aside> })}
                <main id="main" tabindex="-1">{body()}</main>
                {footer(v)}
                {paper_line(v)}
                {desk_words}
            </body>
        </html>
    }
    .into_any()
}

/// Whether the page carries the script behind “leave quickly”. A portal without a browser part sends no script at all.
pub fn has_leave_script(v: &Visitor) -> bool {
    v.officer.is_none() && v.portal.browser_part.is_some()
}

/// Whether the page carries the script of the desk.
pub fn has_desk_script(v: &Visitor) -> bool {
    v.officer.is_some() && v.portal.browser_part.is_some()
}

/// “Leave quickly”: the first thing on the page that the keyboard reaches, and in sight however far one has read.
fn leave(v: &Visitor) -> impl IntoView + use<> {
    view! {
        <form id="leave" class="leave" method="post" action=v.to("/leave")>
            <button>{v.t("leave")}</button>
            <span id="leave-key" hidden>{v.t("leave-key")}</span>
            <span class="hidden" role="status" data-almost=v.t("leave-almost")></span>
        </form>
    }
}

/// On paper only: where this came from and when. No path: the address of a draft is as good as a key.
fn paper_line(v: &Visitor) -> impl IntoView + use<> {
    let day = v.lang.day(v.portal.clock.today());
    view! { <p class="paper from">{format!("{} · {} · {day}", v.t("site-name"), v.portal.config.public_url)}</p> }
}

fn header(v: &Visitor) -> AnyView {
    let other = v.lang.other();
    let language = view! {
        <a href=switched(v) lang=other.code() hreflang=other.code()>{if other == Lang::En { "English" } else { "中文" }}</a>
    };
    match &v.officer {
        Some(officer) => view! {
            <header class="top">
                <a class="mark" href=v.to("/staff")><img src="/icon.svg" alt="" width="24" height="24" />{v.t("desk-name")}</a>
                <nav aria-label=v.t("nav-desk")>
                    <a href=v.to("/staff/queue")>{v.t("queue-title")}</a>
                    <a href=v.to("/staff/reminders")>{v.t("my-desk-title")}</a>
                    {officer.takes_in.then(|| view! { <a href=v.to("/staff/intake")>{v.t("intake-title")}</a> })}
                    <a href=v.to("/staff/views")>{v.t("views-title")}</a>
                    <a href=v.to("/staff/notifications")>{v.t("notifications-title")}{unread(v, officer.unread)}</a>
                    <a href=v.to("/staff/settings")>{v.t("settings-title")}</a>
                    <a href=v.to("/staff/sessions")>{v.t("sessions-title")}</a>
                    <a href=v.to("/staff/keys")>{v.t("keys-title")}</a>
                    {language}
                </nav>
                <span class="who">{officer.name.clone()}" · "{officer.court.clone()}" · "{officer.role.clone()}</span>
                <form method="post" action=v.to("/staff/sign-out")><button class="plain">{v.t("sign-out")}</button></form>
            </header>
        }
        .into_any(),
        None => view! {
            <header class="top">
                <a class="mark" href=v.to("/")><img src="/icon.svg" alt="" width="28" height="28" />{v.t("site-name")}</a>
                <div class="tools">
                    {language}
                    <form method="post" action=v.to("/preferences")>
                        <input type="hidden" name="back" value=v.here.clone() />
                        {sizes(v)}
                    </form>
                </div>
            </header>
        }
        .into_any(),
    }
}

/// How many notifications wait, beside the word.
fn unread(v: &Visitor, count: i64) -> Option<AnyView> {
    let shown = if count > 99 { "99+".to_owned() } else { count.to_string() };
    let words = v.ta("notifications-unread", &[("count", &shown)]);
    (count > 0).then(|| view! { <span class="unread-count" data-unread=count><span aria-hidden="true">{shown}</span><span class="hidden">{words}</span></span> }.into_any())
}

/// Into elder mode; in it: smaller, larger, out again.
fn sizes(v: &Visitor) -> AnyView {
    let Some(elder) = v.elder else {
        return view! { <button class="plain" name="elder" value="on">{v.t("elder-on")}</button> }.into_any();
    };
    let (at, of) = elder.place();
    let now = v.ta("elder-size", &[("at", &at.to_string()), ("of", &of.to_string())]);
    let smaller = format!("{} {now}", v.t("elder-smaller"));
    let larger = format!("{} {now}", v.t("elder-larger"));
    view! {
        <button class="plain" name="elder" value="smaller" aria-label=smaller disabled=elder.is_smallest()>"A−"</button>
        <button class="plain" name="elder" value="larger" aria-label=larger disabled=elder.is_largest()>"A+"</button>
        <button class="plain" name="elder" value="off">{v.t("elder-off")}</button>
    }
    .into_any()
}

/// As text of the head: the renderer's markers would show there.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The same page in the other language.
fn switched(v: &Visitor) -> String {
    let (_, here) = Lang::of_path(&v.here);
    v.lang.other().path(here)
}

fn footer(v: &Visitor) -> impl IntoView + use<> {
    view! {
        <footer class="bottom">
            <nav aria-label=v.t("nav-foot")>
                <a href=v.to("/check")>{v.t("check-title")}</a>
                <a href=v.to("/help")>{v.t("help-title")}</a>
                <a href=v.to("/privacy")>{v.t("privacy-title")}</a>
                <a href=v.to("/accessibility")>{v.t("accessibility-title")}</a>
                <a href=v.to("/security")>{v.t("security-title")}</a>
                {v.officer.is_none().then(|| view! { <a href=v.to("/staff/sign-in")>{v.t("sign-in-title")}</a> })}
            </nav>
            <p>{v.t("foot-line")}</p>
        </footer>
    }
}
