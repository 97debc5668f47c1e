//! What messages say: nothing of courts, reports, numbers or content. Whoever reads one over a shoulder learns that
//! there is a message somewhere; the reporter knows where.

use crate::{domain::notice::messages_of, i18n::Lang};

/// Signs that a gateway sets before a text as its signature, such as 【暖冬】; they count too.
pub const SIGNATURE: &str = "【四个字的】";

/// The words of one message.
pub struct Words<'a> {
    pub lang: Lang,
    /// Address of the site, without a slash at its end.
    pub site: &'a str,
    /// The token that stands for this way to this reader.
    pub token: &'a str,
}

impl Words<'_> {
    /// Where a reader stops messages, and brings a code back without anything else at hand.
    pub fn stop_address(&self) -> String {
        format!("{}{}", self.site, self.lang.path(&format!("/n/{}", self.token)))
    }

    /// Subject and body of a mail: with a code to confirm the address, else that there is news.
    pub fn mail(&self, code: Option<&str>) -> (String, String) {
        let t = |key: &str| self.lang.t(key);
        let stop = self.stop_address();
        let foot = t("mail-foot");
        if let Some(code) = code {
            let (body, stranger) = (self.lang.ta("mail-code-body", &[("code", code)]), t("mail-code-stranger"));
            (t("mail-code-subject"), format!("{body}\n\n{}\n{stop}\n\n{stranger}\n\n{foot}\n", t("mail-code-here")))
        } else {
            let (body, follow) = (t("mail-news-body"), format!("{}{}", self.site, self.lang.path("/follow")));
            (t("mail-news-subject"), format!("{body}\n{follow}\n\n{}\n{stop}\n\n{foot}\n", t("mail-stop")))
        }
    }

    /// A text message.
    pub fn text(&self, code: Option<&str>) -> String {
        match code {
            Some(code) => self.lang.ta("sms-code", &[("code", code)]),
            None => self.lang.ta("sms-news", &[("address", &self.stop_address())]),
        }
    }
}

/// Subject and body of a mail to somebody of a court: a code to confirm the address, or how much waits, by kind.
pub fn to_staff(lang: Lang, site: &str, code: Option<&str>, counts: &[(String, i64)]) -> (String, String) {
    let foot = lang.t("mail-foot");
    if let Some(code) = code {
        let body = lang.ta("mail-code-body", &[("code", code)]);
        return (lang.t("mail-code-subject"), format!("{body}\n\n{}\n\n{foot}\n", lang.t("staff-mail-code-here")));
    }
    let total = counts.iter().map(|(_, count)| count).sum::<i64>().to_string();
    let lines = counts.iter().map(|(kind, count)| {
        let count = count.to_string();
        lang.ta(
            "staff-mail-line",
            &[("kind", &lang.t(&format!("notify-kind-{}", kind.replace('_', "-")))), ("count", &count)],
        )
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    let link = format!("{site}{}", lang.path("/staff/notifications"));
    let settings = format!("{site}{}", lang.path("/staff/settings"));
    let subject = lang.ta("staff-mail-subject", &[("count", &total)]);
    let (here, stop) = (lang.t("staff-mail-here"), lang.t("staff-mail-stop"));
    (subject, format!("{lines}\n\n{here}\n{link}\n\n{stop}\n{settings}\n\n{foot}\n"))
}

/// Whether every text fits into one message on this site, signature included.
pub fn texts_fit(site: &str) -> bool {
    [Lang::Zh, Lang::En].into_iter().all(|lang| {
        let words = Words { lang, site, token: "aaaaaaaaaaaaaa" };
        // Signatures are for Chinese texts; before an English one they would halve its room.
        let signature = if lang == Lang::Zh { SIGNATURE } else { "" };
        [None, Some("000000")].into_iter().all(|code| messages_of(&format!("{signature}{}", words.text(code))) == 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_into_one_message_on_a_site_with_a_usual_name() {
        assert!(texts_fit("https://nuandong.sdcourt.gov.cn"));
        assert!(!texts_fit("https://enforcement-leads.nuandong.sdcourt.gov.cn"), "the test can fail");
        for code in [None, Some("123456")] {
            let words = Words { lang: Lang::Zh, site: "https://nuandong.sdcourt.gov.cn", token: "aaaaaaaaaaaaaa" };
            assert!(words.text(code).chars().count() <= 70 - SIGNATURE.chars().count(), "{}", words.text(code));
        }
    }
}
