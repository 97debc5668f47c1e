//! The articles of the help: Markdown in `locales/<lang>/help/`, embedded, with title, keywords, group and order in front.

use std::sync::LazyLock;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::search::Index;
use crate::{
    i18n::Lang,
    pages::parts::han::{is_han, pieces},
};

/// One line for each article; a language in which it is missing does not compile.
macro_rules! articles {
    ($($slug:literal)*) => {
        /// Slug, Chinese and English source.
        const SOURCES: &[(&str, &str, &str)] = &[$((
            $slug,
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh-CN/help/", $slug, ".md")),
            include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/help/", $slug, ".md")),
        )),*];
    };
}

articles! {
    "where-is-my-case"
    "where-is-my-money"
    "who-is-my-judge"
    "how-to-get-aid"
    "what-is-a-lead"
    "what-is-a-complaint"
    "anonymity"
    "filing-for-someone-else"
    "files-and-photos"
    "rewards"
    "other-channels"
    "after-sending"
    "change-or-withdraw"
    "lost-code"
    "signed-receipt"
    "save-and-resume"
    "not-satisfied"
    "notices"
    "six-months"
    "case-money-late"
    "suspension"
    "objection"
    "livelihood"
    "limits-and-lists"
    "against-a-debtor"
    "case-numbers"
    "without-javascript"
    "quick-exit"
    "elder-mode"
    "english"
}

/// Other words for the same thing, one group to a line.
const SYNONYMS: [&str; 2] = [
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/zh-CN/help/synonyms.txt")),
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en/help/synonyms.txt")),
];

/// The parts of the index, in their order.
pub const GROUPS: [&str; 5] = ["ask", "report", "after", "law", "site"];

pub struct Article {
    pub slug: &'static str,
    /// The question it answers.
    pub title: String,
    pub keywords: String,
    pub group: String,
    pub order: u32,
    /// Safe HTML; numbers of the portal stand as `{name}` in it.
    pub html: String,
    /// The first paragraph, which is the answer, as plain text.
    pub answer: String,
    /// All of it as plain text, for the search.
    pub text: String,
}

/// All articles of a language, and the index over them.
pub struct Library {
    pub articles: Vec<Article>,
    pub index: Index,
}

impl Library {
    pub fn of(lang: Lang) -> &'static Self {
        static ZH: LazyLock<Library> = LazyLock::new(|| Library::read(Lang::Zh));
        static EN: LazyLock<Library> = LazyLock::new(|| Library::read(Lang::En));
        match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        }
    }

    fn read(lang: Lang) -> Self {
        let sources = SOURCES.iter().map(|(slug, zh, en)| (slug, if lang == Lang::Zh { zh } else { en }));
        let mut articles = sources.map(|(slug, source)| Article::read(lang, slug, source)).collect::<Vec<_>>();
        articles.sort_by_key(|article| {
            (GROUPS.iter().position(|group| *group == article.group), article.order, article.slug)
        });
        let synonyms = SYNONYMS[usize::from(lang == Lang::En)];
        Self { index: Index::new(lang, &articles, synonyms), articles }
    }

    pub fn find(&self, slug: &str) -> Option<&Article> {
        self.articles.iter().find(|article| article.slug == slug)
    }

    pub fn group<'a>(&'a self, group: &'a str) -> impl Iterator<Item = &'a Article> + use<'a> {
        self.articles.iter().filter(move |article| article.group == group)
    }
}

impl Article {
    fn read(lang: Lang, slug: &'static str, source: &str) -> Self {
        let (front, body) =
            source.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).unwrap_or(("", source));
        let line = |name: &str| {
            let lines = front.lines().filter_map(|line| line.split_once(':'));
            lines.filter(|(key, _)| *key == name).map(|(_, value)| value.trim().to_owned()).next().unwrap_or_default()
        };
        let (html, text, answer) = render(lang, body);
        Self {
            slug,
            title: line("title"),
            keywords: line("keywords"),
            group: line("group"),
            order: line("order").parse().unwrap_or(u32::MAX),
            html,
            answer,
            text,
        }
    }
}

/// HTML, plain text, and the first paragraph as plain text. HTML within the Markdown is shown as text, links within the
/// site stay in the language, and Chinese words in English articles are marked as Chinese.
fn render(lang: Lang, markdown: &str) -> (String, String, String) {
    let (mut text, mut answer, mut first) = (String::new(), String::new(), true);
    let mut events = Vec::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Html(raw) | Event::InlineHtml(raw) => events.push(Event::Text(raw)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let dest_url = if dest_url.starts_with('/') { lang.path(&dest_url).into() } else { dest_url };
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
            // The title of the page is its only heading of the first level.
            Event::Start(Tag::Heading { level: HeadingLevel::H1, id, classes, attrs }) => {
                events.push(Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs }));
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => events.push(Event::End(TagEnd::Heading(HeadingLevel::H2))),
            Event::Text(words) => {
                text.push_str(&words);
                if first {
                    answer.push_str(&words);
                }
                marked(lang, &words, &mut events);
            }
            Event::End(TagEnd::Paragraph) => {
                first = false;
                text.push('\n');
                events.push(Event::End(TagEnd::Paragraph));
            }
            other => events.push(other),
        }
    }
    stand_alone(&mut events);
    let mut html = String::new();
    html::push_html(&mut html, events.into_iter());
    (html, text, answer)
}

/// Links that are a whole line, point or cell by themselves are marked, so that they are as easy to hit as buttons.
fn stand_alone(events: &mut [Event<'_>]) {
    for start in 0..events.len() {
        let (before, Some(Event::Start(Tag::Link { dest_url, .. }))) = (start.checked_sub(1), events.get(start)) else {
            continue;
        };
        let opened = before.and_then(|before| events.get(before));
        let Some(Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell)) = opened else { continue };
        let Some(length) = events[start..].iter().position(|event| matches!(event, Event::End(TagEnd::Link))) else {
            continue;
        };
        let closed = events.get(start + length + 1);
        if let Some(Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell)) = closed {
            let address = dest_url.replace('&', "&amp;").replace('"', "&quot;");
            events[start] = Event::InlineHtml(format!("<a class=\"alone\" href=\"{address}\">").into());
            events[start + length] = Event::InlineHtml("</a>".into());
        }
    }
}

fn marked(lang: Lang, words: &str, events: &mut Vec<Event<'_>>) {
    if lang == Lang::Zh || !words.chars().any(is_han) {
        events.push(Event::Text(CowStr::from(words.to_owned())));
        return;
    }
    for (piece, chinese) in pieces(words) {
        if chinese {
            events.push(Event::InlineHtml("<span lang=\"zh-CN\">".into()));
            events.push(Event::Text(CowStr::from(piece.to_owned())));
            events.push(Event::InlineHtml("</span>".into()));
        } else {
            events.push(Event::Text(CowStr::from(piece.to_owned())));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_in_an_article_is_text() {
        let (html, ..) = render(Lang::Zh, "一 <script>alert(1)</script> 二\n\n<div onclick=\"x\">三</div>\n");
        assert!(!html.contains("<script") && !html.contains("<div"), "{html}");
        assert!(html.contains("&lt;script&gt;"), "{html}");
    }

    #[test]
    fn links_stay_in_the_language_and_chinese_is_marked() {
        let (html, text, answer) = render(Lang::En, "Read [this](/help) about 终本.\n\nMore.");
        assert_eq!(
            html,
            "<p>Read <a href=\"/en/help\">this</a> about <span lang=\"zh-CN\">终本</span>.</p>\n<p>More.</p>\n"
        );
        assert_eq!((text.as_str(), answer.as_str()), ("Read this about 终本.\nMore.\n", "Read this about 终本."));
    }

    #[test]
    fn a_link_by_itself_is_marked() {
        let (html, ..) = render(Lang::Zh, "看[这里](/a)。\n\n- [一](/b)\n- 和[二](/c)\n\n[三](/d)\n");
        assert_eq!(html.matches("class=\"alone\"").count(), 2, "{html}");
        assert!(html.contains("<li><a class=\"alone\" href=\"/b\">一</a></li>"), "{html}");
        assert!(html.contains("<p><a class=\"alone\" href=\"/d\">三</a></p>"), "{html}");
    }

    #[test]
    fn every_article_is_whole() {
        for lang in [Lang::Zh, Lang::En] {
            for article in &Library::of(lang).articles {
                let Article { slug, title, keywords, group, order, html, answer, .. } = article;
                assert!(!title.is_empty() && !keywords.is_empty() && *order < 100, "{lang:?} {slug}");
                assert!(GROUPS.contains(&group.as_str()), "{lang:?} {slug}: {group}");
                assert!(
                    html.starts_with("<p>") && answer.chars().count() > 10,
                    "{lang:?} {slug}: the answer comes first"
                );
            }
        }
    }

    #[test]
    fn both_languages_agree_on_groups_and_order() {
        let shape =
            |lang| Library::of(lang).articles.iter().map(|a| (a.slug, a.group.clone(), a.order)).collect::<Vec<_>>();
        assert_eq!(shape(Lang::Zh), shape(Lang::En));
        assert_eq!(shape(Lang::Zh).len(), SOURCES.len());
    }
}
