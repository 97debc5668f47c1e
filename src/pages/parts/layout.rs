//! The document around every page: head, header, main, footer.

use leptos::{config::LeptosOptions, hydration::HydrationScripts, prelude::*};

use crate::{
    i18n::Lang,
    web::{
        assets::STYLE_ADDRESS,
        visitor::{Page, Visitor},
    },
};

/// A whole document.
pub fn document<V: IntoView + 'static>(v: &Visitor, page: &Page, body: impl FnOnce() -> V) -> AnyView {
    let title = if page.error { v.ta("title-error", &[("title", &page.title)]) } else { page.title.clone() };
    let full_title = format!("{title} · {}", v.t("site-name"));
    let classes = [(v.elder, "elder"), (page.wide, "wide")]
        .iter()
        .filter(|(on, _)| *on)
        .map(|(_, class)| *class)
        .collect::<Vec<_>>()
        .join(" ");
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
                <link rel="icon" href="/icon.svg" type="image/svg+xml" />
                {scripts}
            </head>
            <body>
                <a class="skip" href="#main">{v.t("skip")}</a>
                {header(v)}
                {v.portal.config.demo.then(|| view! { <aside class="demo-mark" aria-label="演示 / Demo"><strong>"演示 / Demo"</strong>" "{v.t("demo-note")}</aside> })}
                <main id="main" tabindex="-1">{body()}</main>
                {footer(v)}
            </body>
        </html>
    }
    .into_any()
}

fn header(v: &Visitor) -> AnyView {
    let other = v.lang.other();
    let language = view! {
        <a href=switched(v) lang=other.code() hreflang=other.code()>{if other == Lang::En { "English" } else { "中文" }}</a>
    };
    match &v.officer {
        Some(officer) => view! {
            <header class="top">
                <a class="mark" href=v.to("/staff/queue")><img src="/icon.svg" alt="" width="24" height="24" />{v.t("desk-name")}</a>
                <nav aria-label=v.t("nav-desk")>
                    <a href=v.to("/staff/queue")>{v.t("queue-title")}</a>
                    <a href=v.to("/staff/sessions")>{v.t("sessions-title")}</a>
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
                        <input type="hidden" name="elder" value=if v.elder { "off" } else { "on" } />
                        <button class="plain">{v.t(if v.elder { "elder-off" } else { "elder-on" })}</button>
                    </form>
                    <form method="post" action=v.to("/leave")><button class="plain leave">{v.t("leave")}</button></form>
                </div>
            </header>
        }
        .into_any(),
    }
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
                <a href=v.to("/help")>{v.t("help-title")}</a>
                <a href=v.to("/privacy")>{v.t("privacy-title")}</a>
                <a href=v.to("/accessibility")>{v.t("accessibility-title")}</a>
                {v.officer.is_none().then(|| view! { <a href=v.to("/staff/sign-in")>{v.t("sign-in-title")}</a> })}
            </nav>
            <p>{v.t("foot-line")}</p>
        </footer>
    }
}
