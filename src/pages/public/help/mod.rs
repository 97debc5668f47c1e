//! Help: an index by question, articles whose first lines are the answer, and a search over them.

pub mod articles;
pub mod search;

use axum::{Form, extract::Path, response::Response};
use leptos::prelude::*;
use serde::Deserialize;

use self::articles::{Article, GROUPS, Library};
use crate::{
    domain::{answers::FieldError, case_number, report::ReceiptCode},
    pages::parts::{
        field::{error_of, lines, summary},
        figures::{figures, filled},
    },
    web::{
        error::{PageError, PageResult},
        visitor::{Page, Visitor},
    },
};

/// `/help`
pub async fn index(v: Visitor) -> Response {
    show_index(&v, &[])
}

fn show_index(v: &Visitor, errors: &[FieldError]) -> Response {
    let groups = GROUPS.map(|group| {
        view! {
            <h2 id=group>{v.t(&format!("help-group-{group}"))}</h2>
            {links(v, Library::of(v.lang).group(group))}
        }
    });
    let form = form(v, "", errors);
    v.page(Page::titled(v.t("help-title")).wrong_if(!errors.is_empty()), || {
        view! {
            {summary(v.lang, &lines(v.lang, errors))}
            <h1>{v.t("help-title")}</h1>
            {form}
            {groups.into_iter().collect_view()}
        }
    })
}

/// `/help/{slug}`
pub async fn article(v: Visitor, Path(slug): Path<String>) -> PageResult {
    let library = Library::of(v.lang);
    let article = library.find(&slug).ok_or(PageError::NotFound)?;
    let mut html = filled(&article.html, &figures(&v.portal));
    if slug == "without-javascript"
        && let Some(onion) = &v.portal.config.onion_url
    {
        let address = view! { <p>{v.t("help-onion")}" "<code class="digits">{onion.clone()}</code></p> };
        html.push_str(&address.to_html());
    }
    let others = library.group(&article.group).filter(|other| other.slug != article.slug);
    let others = links(&v, others);
    let title = article.title.clone();
    Ok(v.page(Page::titled(title.clone()), || {
        view! {
            <p class="back"><a href=v.to("/help")>{v.t("help-title")}</a></p>
            <article>
                <h1>{v.marked(&title)}</h1>
                <div class="answer" inner_html=html></div>
            </article>
            <section class="more-help">
                <h2>{v.t("help-more")}</h2>
                {others}
            </section>
        }
    }))
}

#[derive(Deserialize)]
pub struct Question {
    #[serde(default)]
    q: String,
}

/// `POST /help/search`: in the body and not in the address, so that it stands in no log and no history.
pub async fn search(v: Visitor, Form(question): Form<Question>) -> Response {
    let asked = question.q.trim().to_owned();
    if asked.is_empty() {
        return show_index(&v, &[FieldError::new("q", "empty")]);
    }
    let library = Library::of(v.lang);
    // People put into any field what they have in hand: a receipt code, a case number.
    let is_code = ReceiptCode::parse(&asked).is_some();
    let is_case = v.portal.read_case_number(&asked).status != case_number::Status::Invalid;
    let found = if is_code { Vec::new() } else { library.index.find(&asked) };
    let found = found.into_iter().filter_map(|n| library.articles.get(n)).collect::<Vec<_>>();
    let title = match found.len() {
        0 => v.t("help-none"),
        count => v.ta("help-found", &[("count", &count.to_string())]),
    };
    let note = match (is_code, is_case) {
        (true, _) => Some((v.t("help-is-code"), v.to("/follow"), v.t("follow-title"))),
        (_, true) => Some((v.t("help-is-case"), v.to("/check"), v.t("home-check"))),
        _ => None,
    };
    let note =
        note.map(|(text, to, label)| view! { <div class="note"><p>{text}</p><p><a href=to>{label}</a></p></div> });
    let figures = figures(&v.portal);
    let results = found.iter().map(|article| {
        view! {
            <li>
                <a href=v.to(&format!("/help/{}", article.slug))>{v.marked(&article.title)}</a>
                <p>{v.marked(&filled(&article.answer, &figures))}</p>
            </li>
        }
    });
    let results = results.collect_view();
    let instead = (found.is_empty() && note.is_none()).then(|| {
        view! {
            <p>{v.t("help-none-text")}</p>
            <h2>{v.t("help-group-ask")}</h2>
            {links(&v, library.group("ask"))}
            <p><a href=v.to("/help")>{v.t("help-all")}</a></p>
        }
    });
    // A code is a secret: it is not shown again.
    let form = form(&v, if is_code { "" } else { &asked }, &[]);
    v.page(Page::titled(title.clone()), || {
        view! {
            <p class="back"><a href=v.to("/help")>{v.t("help-title")}</a></p>
            <h1>{title}</h1>
            {form}
            {note}
            {instead}
            {(!found.is_empty()).then(|| view! { <ol class="found">{results}</ol> })}
        }
    })
}

/// The field over the help, as it stands on the first page too.
pub fn form(v: &Visitor, asked: &str, errors: &[FieldError]) -> impl IntoView + use<> {
    let error = error_of(v.lang, errors, "q");
    let wrong = error.is_some();
    view! {
        <form class=if wrong { "seek wrong" } else { "seek" } role="search" method="post" action=v.to("/help/search") novalidate>
            <label for="q">{v.t("help-search")}</label>
            {error.map(|error| view! { <p class="error" id="q-error">{error}</p> })}
            <input
                id="q" name="q" type="search" value=asked.to_owned() autocomplete="off" enterkeyhint="search"
                aria-describedby=wrong.then_some("q-error") aria-invalid=wrong.then_some("true")
            />
            <button class="button second">{v.t("help-search-button")}</button>
        </form>
    }
}

fn links<'a>(v: &Visitor, articles: impl Iterator<Item = &'a Article>) -> AnyView {
    let lines = articles
        .map(|article| view! { <li><a href=v.to(&format!("/help/{}", article.slug))><span>{v.marked(&article.title)}</span></a></li> });
    let lines = lines.collect_view();
    view! { <ul class="links">{lines}</ul> }.into_any()
}
