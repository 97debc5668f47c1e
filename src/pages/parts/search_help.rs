//! How to search, in a few lines that open below the field; and why something cannot be looked for.

use leptos::prelude::*;

use crate::{
    domain::search::{MOST_TERMS, Problem},
    i18n::Lang,
    web::officer::Officer,
};

/// What can be written into the field, with an example for each.
pub fn search_help(o: &Officer) -> impl IntoView + use<> {
    let most = MOST_TERMS.to_string();
    let line = |zh: &'static str, en: &'static str, id: &str| {
        let text = o.ta(id, &[("most", &most)]);
        let example = if o.lang == Lang::Zh { zh } else { en };
        view! { <div><dt><code>{example}</code></dt><dd>{text}</dd></div> }
    };
    let lines = [
        line("张三 车辆", "张三 车辆", "search-help-and"),
        line("\"拖欠工资\"", "\"拖欠工资\"", "search-help-phrase"),
        line("-网约车", "-网约车", "search-help-minus"),
        line("被执行人:张三", "respondent:张三", "search-help-respondent"),
        line("案号:（2019）鲁0102执1号", "case:2019鲁0102执1", "search-help-case"),
        line("法院:历下", "court:历下", "search-help-court"),
        line("编号:4821", "number:4821", "search-help-number"),
        line("电话:8000", "phone:8000", "search-help-phone"),
        line("举报人:张三", "reporter:张三", "search-help-reporter"),
    ];
    view! {
        <details class="search-help">
            <summary>{o.t("search-help")}</summary>
            <dl class="facts">{lines.into_iter().collect_view()}</dl>
            <p class="muted">{o.t("search-help-note")}</p>
        </details>
    }
}

/// Why something cannot be looked for.
pub fn problem_words(lang: Lang, problem: &Problem) -> String {
    match problem {
        Problem::TooShort(term) => lang.ta("search-too-short", &[("term", term)]),
        Problem::TooFewDigits(term) => lang.ta("search-too-few-digits", &[("term", term)]),
        Problem::Nothing(term) => lang.ta("search-nothing", &[("term", term)]),
        Problem::NoSuchCourt(term) => lang.ta("search-no-court", &[("term", term)]),
        Problem::NotYours(term) => lang.ta("search-not-yours", &[("term", term)]),
        Problem::TooMany => lang.ta("search-too-many", &[("most", &MOST_TERMS.to_string())]),
        Problem::TooLong => lang.t("search-too-long"),
    }
}

/// Why a search found nothing: one line for each thing that cannot be looked for.
pub fn search_problems(o: &Officer, problems: &[Problem]) -> Option<AnyView> {
    let lines = problems.iter().map(|problem| view! { <li>{problem_words(o.lang, problem)}</li> });
    let lines = lines.collect::<Vec<_>>();
    (!lines.is_empty())
        .then(|| view! { <div class="note search-problems" role="status"><ul>{lines}</ul></div> }.into_any())
}
