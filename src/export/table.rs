//! The columns of an exported list, and a report's cell in each.

use crate::{
    clock::{SHANGHAI, day_of},
    domain::{
        codes::codes,
        report::{Channel, ReportNumber, Summary},
    },
    i18n::Lang,
    portal::Portal,
    storage::queue::QueueRow,
};

codes! {
    /// What a column holds. Codes are those of the list on the desk, where it has such a column.
    Column {
        Number = "number",
        Channel = "channel",
        Kind = "kind",
        Verified = "verified",
        About = "about",
        Respondent = "respondent",
        Case = "case",
        Status = "status",
        Due = "due",
        Received = "received",
        Assignee = "assignee",
        Court = "court",
        Concerned = "concerned",
        Livelihood = "livelihood",
        Marks = "marks",
        Result = "result",
        Narrative = "narrative",
    }
}

impl Column {
    /// How wide it is in a spreadsheet, in characters.
    pub const fn width(self) -> u16 {
        match self {
            Self::Narrative => 80,
            Self::About | Self::Respondent | Self::Case => 30,
            Self::Court | Self::Concerned => 24,
            Self::Number | Self::Kind | Self::Due | Self::Received => 18,
            _ => 12,
        }
    }

    /// Its heading.
    pub fn label(self, lang: Lang) -> String {
        lang.t(&format!("export-column-{self}"))
    }
}

/// The columns of a list whose address asks for some (`columns=number,due`), or all of them; the narrative only if it
/// was asked for. Number and standing are always there: a lead never leaves without “unverified”.
pub fn columns(address: &str, narrative: bool) -> Vec<Column> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(address).unwrap_or_default();
    let asked = fields.iter().filter(|(name, _)| name == "columns");
    let asked = asked.flat_map(|(_, value)| value.split([',', ' '])).filter_map(Column::parse);
    let mut columns = Vec::new();
    for column in asked.filter(|column| *column != Column::Narrative) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    if columns.is_empty() {
        columns.extend(Column::ALL.iter().filter(|column| **column != Column::Narrative));
    }
    for (place, column) in [(0, Column::Number), (1, Column::Verified)] {
        if !columns.contains(&column) {
            columns.insert(place, column);
        }
    }
    if narrative {
        columns.push(Column::Narrative);
    }
    columns
}

/// A report's cell.
pub fn cell(portal: &Portal, lang: Lang, column: Column, row: &QueueRow, summary: &Summary, narrative: &str) -> String {
    let minute = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&SHANGHAI).format("%Y-%m-%d %H:%M").to_string();
    let slug = |code: &str| code.replace('_', "-");
    match column {
        Column::Number => ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default(),
        Column::Channel => lang.t(&format!("channel-{}", row.channel)),
        Column::Kind => lang.t(&format!("category-{}-{}", row.channel, row.category)),
        Column::Verified if row.channel == Channel::Lead.as_str() => lang.t("unverified"),
        Column::Verified => String::new(),
        Column::About => summary.title.clone().unwrap_or_default(),
        Column::Respondent => summary.respondent.clone().unwrap_or_default(),
        Column::Case => summary.case_number.clone().unwrap_or_default(),
        Column::Status => lang.t(&format!("status-{}", slug(&row.status))),
        Column::Due => day_of(row.due_at).to_string(),
        Column::Received => minute(row.received_at),
        Column::Assignee => row.assignee_name.clone().unwrap_or_default(),
        Column::Court => court(portal, lang, &row.court),
        Column::Concerned => row.court_concerned.as_deref().map(|code| court(portal, lang, code)).unwrap_or_default(),
        Column::Livelihood => {
            row.livelihood.as_deref().map(|class| lang.t(&format!("livelihood-{}", slug(class)))).unwrap_or_default()
        }
        Column::Marks => {
            let marks = [(row.urgent, "tag-urgent"), (row.held, "tag-held")];
            marks.iter().filter(|(is, _)| *is).map(|(_, key)| lang.t(key)).collect::<Vec<_>>().join(lang.comma())
        }
        Column::Result => {
            row.citizen_result.as_deref().map(|result| lang.t(&format!("rating-{result}"))).unwrap_or_default()
        }
        Column::Narrative => narrative.to_owned(),
    }
}

fn court(portal: &Portal, lang: Lang, code: &str) -> String {
    portal.courts().find(code).map_or_else(
        || code.to_owned(),
        |court| if lang == Lang::En { court.name_en() } else { court.short_name().to_owned() },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_are_those_of_the_view_and_the_standing() {
        assert_eq!(columns("", false).len(), Column::ALL.len() - 1);
        assert_eq!(columns("view=all", true).len(), Column::ALL.len());
        let own = columns("view=mine&columns=due,case,due,nonsense,narrative", false);
        assert_eq!(own, [Column::Number, Column::Verified, Column::Due, Column::Case]);
        assert_eq!(columns("columns=due&columns=number", true)[..2], [Column::Due, Column::Verified]);
    }
}
