//! Search over the help. Nothing of what is asked is kept or logged.
//!
//! Chinese is cut into pairs of characters, so that any word of two characters is found without a dictionary; small
//! words that everybody uses fall away first. Latin words are cut down to their stem. A hit in the title or the keywords
//! counts more than one in the body, a rare word more than a common one.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::articles::Article;
use crate::{i18n::Lang, pages::parts::han::is_han};

/// Longer questions are cut here.
pub const LONGEST: usize = 200;
/// Most articles that are shown.
const MOST: usize = 8;
/// What is far weaker than the best hit is none.
const FLOOR: f32 = 0.3;
/// What a synonym counts, against the word itself.
const SYNONYM: f32 = 0.8;

/// Small words, cut out before pairs are made: longest first.
const SMALL_ZH: [&str; 52] = [
    "可不可以",
    "有没有",
    "能不能",
    "是不是",
    "为什么",
    "怎么样",
    "哪一步",
    "请问",
    "怎么",
    "怎样",
    "如何",
    "什么",
    "哪里",
    "哪儿",
    "可以",
    "一下",
    "这个",
    "那个",
    "我们",
    "你们",
    "他们",
    "到底",
    "现在",
    "已经",
    "应该",
    "自己",
    "一直",
    "办法",
    "的话",
    "我",
    "你",
    "您",
    "他",
    "她",
    "的",
    "了",
    "吗",
    "呢",
    "吧",
    "啊",
    "在",
    "是",
    "要",
    "想",
    "能",
    "会",
    "就",
    "都",
    "也",
    "还",
    "把",
    "被",
];
const SMALL_EN: [&str; 57] = [
    "a", "an", "the", "i", "my", "me", "we", "our", "you", "your", "he", "his", "she", "her", "they", "their", "it",
    "its", "is", "are", "was", "be", "been", "do", "does", "did", "has", "have", "had", "can", "could", "will",
    "would", "should", "how", "what", "when", "where", "who", "why", "which", "to", "of", "in", "on", "at", "for",
    "from", "and", "or", "not", "if", "get", "this", "that", "with", "about",
];

/// An article, cut into words.
struct Doc {
    title: HashSet<String>,
    keywords: HashSet<String>,
    body: HashMap<String, u32>,
}

pub struct Index {
    lang: Lang,
    docs: Vec<Doc>,
    /// In how many articles a word stands.
    spread: HashMap<String, u32>,
    synonyms: Vec<Vec<String>>,
}

impl Index {
    pub fn new(lang: Lang, articles: &[Article], synonyms: &str) -> Self {
        let docs = articles.iter().map(|article| Doc {
            title: words_of(lang, &article.title).into_iter().collect(),
            keywords: words_of(lang, &article.keywords).into_iter().collect(),
            body: words_of(lang, &article.text).into_iter().fold(HashMap::new(), |mut counts, word| {
                *counts.entry(word).or_default() += 1;
                counts
            }),
        });
        let docs = docs.collect::<Vec<_>>();
        let mut spread = HashMap::new();
        for doc in &docs {
            let words = doc.title.iter().chain(&doc.keywords).chain(doc.body.keys()).collect::<HashSet<_>>();
            for word in words {
                *spread.entry(word.clone()).or_default() += 1;
            }
        }
        let synonyms = synonyms.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        let synonyms = synonyms.map(|line| line.split('=').map(|word| plain(word.trim())).collect()).collect();
        Self { lang, docs, spread, synonyms }
    }

    /// Which articles answer a question, best first, by their place in the library.
    pub fn find(&self, question: &str) -> Vec<usize> {
        let question = plain(&question.chars().take(LONGEST).collect::<String>());
        let asked = query_words(self.lang, &question);
        let mut weights = asked.iter().map(|word| (word.clone(), 1.0)).collect::<HashMap<_, _>>();
        for group in &self.synonyms {
            let said = |word: &&String| match self.lang {
                Lang::Zh => question.contains(word.as_str()),
                Lang::En => format!(" {question} ").contains(&format!(" {word} ")),
            };
            if group.iter().any(|word| said(&word)) {
                for word in group.iter().flat_map(|word| query_words(self.lang, word)) {
                    weights.entry(word).or_insert(SYNONYM);
                }
            }
        }
        let mut hits = self.docs.iter().enumerate().filter_map(|(n, doc)| Some((n, self.score(doc, &weights)?)));
        let mut hits = hits.by_ref().collect::<Vec<_>>();
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let best = hits.first().map_or(0.0, |hit| hit.1);
        hits.into_iter().filter(|hit| hit.1 >= best * FLOOR).take(MOST).map(|hit| hit.0).collect()
    }

    /// How well an article answers; `None` when only stray words meet in its body.
    fn score(&self, doc: &Doc, weights: &HashMap<String, f32>) -> Option<f32> {
        let (mut score, mut named, mut met) = (0.0, false, 0.0);
        for (word, weight) in weights {
            let rare = self.rarity(word);
            let title = doc.title.contains(word);
            let keyword = doc.keywords.contains(word);
            let times = doc.body.get(word).copied().unwrap_or_default();
            // Small counts: exact.
            #[expect(clippy::cast_precision_loss, reason = "at most three")]
            let body = times.min(3) as f32;
            score +=
                weight * rare * (5.0 * f32::from(u8::from(title)) + 6.0 * f32::from(u8::from(keyword)) + body * 0.7);
            named |= title || keyword;
            met += f32::from(u8::from(times > 0)) * weight;
        }
        let all = weights.values().sum::<f32>();
        (score > 0.0 && (named || met >= all * 0.5)).then_some(score)
    }

    fn rarity(&self, word: &str) -> f32 {
        let spread = self.spread.get(word).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "some dozens of articles")]
        let (all, spread) = (self.docs.len() as f32, spread as f32);
        (1.0 + all / (1.0 + spread)).ln()
    }
}

/// One form for one sign: full-width and capital letters are folded.
fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().to_lowercase()
}

/// Words of a question, without the small ones.
fn query_words(lang: Lang, question: &str) -> Vec<String> {
    let mut question = question.to_owned();
    if lang == Lang::Zh {
        for small in SMALL_ZH {
            question = question.replace(small, " ");
        }
    }
    let words = cut(&question, false);
    let large = |word: &String| lang == Lang::Zh || !SMALL_EN.contains(&word.as_str());
    words.into_iter().filter(large).map(|word| stem(&word)).collect()
}

/// Words of an article: pairs of characters and single ones.
fn words_of(lang: Lang, text: &str) -> Vec<String> {
    let words = cut(&plain(text), true);
    let large = |word: &String| lang == Lang::Zh || !SMALL_EN.contains(&word.as_str());
    words.into_iter().filter(large).map(|word| stem(&word)).collect()
}

/// Pairs of Han characters, whole words of letters and digits. A single Han character is a word when it stands alone,
/// or always (`single`).
fn cut(text: &str, single: bool) -> Vec<String> {
    let mut words = Vec::new();
    let (mut han, mut latin) = (Vec::new(), String::new());
    for c in text.chars().chain([' ']) {
        let letter = c.is_alphanumeric() && !is_han(c);
        if !is_han(c) {
            if han.len() == 1 || single {
                words.extend(han.iter().map(char::to_string));
            }
            words.extend(han.windows(2).map(|pair| pair.iter().collect::<String>()));
            han.clear();
        }
        if !letter && !latin.is_empty() {
            words.push(std::mem::take(&mut latin));
        }
        if is_han(c) {
            han.push(c);
        } else if letter {
            latin.push(c);
        }
    }
    words
}

/// English words without their commonest endings; others as they are.
fn stem(word: &str) -> String {
    if !word.is_ascii() || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    for ending in ["ingly", "ments", "ment", "ings", "ing", "ies", "ied", "es", "ed", "ly", "s", "e", "y"] {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.len() >= 3
        {
            return rest.to_owned();
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_is_cut_into_pairs() {
        assert_eq!(cut("案款ab1 钱", false), ["案款", "ab1", "钱"]);
        assert_eq!(cut("申请救助", false), ["申请", "请救", "救助"]);
        assert_eq!(cut("救助", true), ["救", "助", "救助"]);
        assert_eq!(query_words(Lang::Zh, "我的钱在哪里"), ["钱"]);
        assert_eq!(query_words(Lang::En, "where is my money"), ["mone"]);
    }
}
