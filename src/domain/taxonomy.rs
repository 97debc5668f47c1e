//! The lists of the field: kinds of assets, acts of evasion, wrongful acts … Each row is data with its legal source, so
//! that a change of the law is a change of `data/taxonomy.csv`.

use std::sync::LazyLock;

use super::{
    codes::codes,
    csv::{ImportError, read_csv},
    law::Basis,
};

codes! {
    /// A list of the taxonomy.
    List {
        /// What a debtor may own: 财产调查规定 Art. 5, and what practice adds.
        AssetType = "asset_type",
        /// The article's three words 逃避, 规避, 抗拒.
        EvasionWay = "evasion_way",
        /// 拒执解释 法释〔2024〕13号 Art. 3–8.
        EvasionAct = "evasion_act",
        /// 限高规定 Art. 3.
        ConsumptionAct = "consumption_act",
        /// The eleven acts of 法释〔2022〕3号 Art. 2.
        WrongfulAct = "wrongful_act",
        /// Misconduct that the discipline desk looks into.
        IntegrityAct = "integrity_act",
    }
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub list: List,
    pub code: String,
    /// The field's own word for it, for staff.
    pub name: String,
    pub basis: Basis,
}

const TAXONOMY: &str = include_str!("data/taxonomy.csv");

/// All rows, in the order of the file.
pub fn items() -> &'static [Item] {
    // The embedded list is read by a test; what cannot be read there leaves the list empty here.
    static ITEMS: LazyLock<Vec<Item>> = LazyLock::new(|| parse(TAXONOMY).unwrap_or_default());
    &ITEMS
}

/// The codes of a list, in the order in which they are offered.
pub fn codes_of(list: List) -> impl Iterator<Item = &'static str> {
    items().iter().filter(move |item| item.list == list).map(|item| item.code.as_str())
}

/// A row by its list and code.
pub fn find(list: List, code: &str) -> Option<&'static Item> {
    items().iter().find(|item| item.list == list && item.code == code)
}

fn parse(text: &str) -> Result<Vec<Item>, ImportError> {
    let mut items = Vec::new();
    read_csv(text, &["list", "code", "name", "source", "article", "from", "standing"], |line, cell| {
        let bad = |column: &'static str| ImportError::BadValue { line, column, value: cell(column) };
        items.push(Item {
            list: List::parse(&cell("list")).ok_or_else(|| bad("list"))?,
            code: cell("code"),
            name: cell("name"),
            basis: Basis::of_cells(line, cell)?,
        });
        Ok(())
    })?;
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_lists() {
        let items = parse(TAXONOMY).unwrap();
        let count = |list| items.iter().filter(|item| item.list == list).count();
        assert_eq!(
            [List::AssetType, List::EvasionWay, List::EvasionAct, List::ConsumptionAct, List::WrongfulAct].map(count),
            [29, 3, 16, 10, 11]
        );
        let mut seen = std::collections::HashSet::new();
        for item in &items {
            assert!(seen.insert((item.list, item.code.clone())), "{item:?} twice");
            assert_eq!(item.basis.source.is_empty(), item.basis.standing == "practice", "{item:?}");
            assert_eq!(item.basis.source.is_empty(), item.basis.from.is_none(), "{item:?}");
            assert!(!item.name.is_empty());
        }
        // Each list ends with the way out, but for the three words, which are all there are.
        for list in List::ALL.iter().filter(|list| **list != List::EvasionWay) {
            assert_eq!(items.iter().rfind(|item| item.list == *list).unwrap().code, "other");
        }
    }
}
