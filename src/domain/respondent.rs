//! Under what a respondent is found again: name and number, freed of the ways in which people write them.
//!
//! Two spellings that mean the same must meet, two people must not. So only what cannot tell two apart is taken away:
//! width, case, spaces, dots, brackets, and the words between 有限责任公司, 有限公司 and a bare 公司. A joint-stock company
//! (股份) stays one, and what stands in brackets stays in the name.

use unicode_normalization::UnicodeNormalization;

/// What people write when they know no name.
const NO_NAMES: &[&str] = &[
    "不知道",
    "不知",
    "不详",
    "不清楚",
    "不明",
    "不认识",
    "未知",
    "没有",
    "暂无",
    "匿名",
    "保密",
    "某人",
    "某公司",
    "被执行人",
    "unknown",
    "none",
    "na",
    "nobody",
    "anonymous",
];

/// No name that is compared is longer, in characters.
const LONGEST: usize = 200;

/// The name as it is compared; `None` when it names nobody.
pub fn name_key(typed: &str) -> Option<String> {
    // Twice: what is taken away may have stood between two signs that are written as one.
    let plain = typed.nfkc().take(LONGEST).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
    let mut name = plain.collect::<String>().nfkc().collect::<String>();
    loop {
        let shorter = with_legal_form(&name);
        if shorter == name {
            break;
        }
        name = shorter;
    }
    let mut signs = name.chars();
    let first = signs.next()?;
    // One sign, or one sign again and again (某某, xxx, 000), is nobody either.
    let says_something = signs.any(|c| c != first) && !NO_NAMES.contains(&name.as_str());
    says_something.then_some(name)
}

/// One way to write that a firm is a limited company.
fn with_legal_form(name: &str) -> String {
    let name = name.replace("有限责任公司", "公司").replace("有限公司", "公司");
    for form in ["companylimited", "companyltd", "colimited", "coltd", "limited", "ltd"] {
        if let Some(firm) = name.strip_suffix(form) {
            return format!("{firm}coltd");
        }
    }
    name
}

/// An identity, credit or other number as it is compared; `None` when it is none, or partly hidden by asterisks.
pub fn number_key(typed: &str) -> Option<String> {
    let signs =
        typed.nfkc().take(LONGEST).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{200b}'..='\u{200f}'));
    // The last sign of an identity number is often written as a multiplication sign.
    let number = signs.map(|c| if c == '×' { 'X' } else { c.to_ascii_uppercase() }).collect::<String>();
    let fits = (5..=20).contains(&number.len())
        && number.bytes().all(|sign| sign.is_ascii_alphanumeric())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 4
        && number.bytes().any(|sign| Some(sign) != number.bytes().next());
    fits.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_name_meet() {
        for (one, other) in [
            ("山东霁穗建材有限公司", "山东霁穗建材有限责任公司"),
            ("山东霁穗建材有限公司", " 山东霁穗建材 公司 "),
            ("山东霁穗（集团）有限公司", "山东霁穗(集团)有限公司"),
            ("山东霁穗(集团)有限公司", "山东霁穗集团有限公司"),
            ("霁穗股份有限公司", "霁穗股份公司"),
            ("霁穗有限公司济南分公司", "霁穗有限责任公司济南分公司"),
            ("买买提江·艾合买提", "买买提江•艾合买提"),
            ("买买提江·艾合买提", "买买提江艾合买提"),
            ("张 三", "张\u{3000}三"),
            ("Ａｃｍｅ Co., Ltd.", "ACME Company Limited"),
        ] {
            assert!(name_key(one).is_some());
            assert_eq!(name_key(one), name_key(other), "{one} and {other}");
        }
    }

    #[test]
    fn two_people_stay_two() {
        for (one, other) in [
            ("张三", "张三丰"),
            ("霁穗股份有限公司", "霁穗有限公司"),
            ("霁穗有限公司", "霁穗有限公司济南分公司"),
            ("霁穗（济南）有限公司", "霁穗（青岛）有限公司"),
            ("霁穗一公司", "霁穗二公司"),
        ] {
            assert_ne!(name_key(one), name_key(other), "{one} and {other}");
        }
        for nobody in ["", "  ", "不知道", "不详。", "某某", "xxx", "——", "张", "***", "N/A"] {
            assert_eq!(name_key(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(number_key(" 11010519491231002x"), number_key("１１０１０５ 19491231 002×"));
        assert_eq!(number_key("91110108-5513-8508-2q").as_deref(), Some("91110108551385082Q"));
        for none in
            ["", "3701**********1234", "不知道", "1234", "AB123", "000000000000000000", "370102199003071238370102"]
        {
            assert_eq!(number_key(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in prop_oneof![".{0,60}", "[\\p{Han}有限责任公司股份（）() ]{0,24}", "[a-z .,]{0,12}(limited|ltd|co)*"]) {
            if let Some(key) = name_key(&text) {
                prop_assert_eq!(name_key(&key), Some(key.clone()));
            }
            if let Some(key) = number_key(&text) {
                prop_assert_eq!(number_key(&key), Some(key.clone()));
            }
        }

        #[test]
        fn spaces_and_width_do_not_matter(name in "[\\p{Han}a-z0-9]{3,12}", at in 0usize..12) {
            let mut spaced = name.chars().collect::<Vec<_>>();
            spaced.insert(at.min(spaced.len()), '\u{3000}');
            prop_assert_eq!(name_key(&spaced.iter().collect::<String>()), name_key(&name));
            let wide = name.chars().map(|c| if c.is_ascii() { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c });
            prop_assert_eq!(name_key(&wide.collect::<String>()), name_key(&name));
        }

        #[test]
        fn another_sign_is_another_name(name in "[一-鿿]{3,8}", at in 0usize..8, other in "[一-鿿]") {
            let mut signs = name.chars().collect::<Vec<_>>();
            let at = at.min(signs.len() - 1);
            let sign = other.chars().next().unwrap();
            prop_assume!(signs[at] != sign);
            signs[at] = sign;
            let changed = signs.iter().collect::<String>();
            prop_assume!(!format!("{name}{changed}").contains("公司") && name_key(&name).is_some());
            prop_assert_ne!(name_key(&changed), name_key(&name));
        }
    }
}
