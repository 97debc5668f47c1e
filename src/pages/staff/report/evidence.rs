//! One report as evidence: a ZIP with what was filed, its files, its timeline, and a signed list of it all. Who reported
//! is not in it.

use std::fmt::Write;

use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use leptos::prelude::*;

use super::{find, told};
use crate::{
    actions::{
        acts::MeasureText,
        export_report::{note, takes_out},
        follow,
        proof::{Proof, find_proof},
        record,
    },
    clock::day_of,
    crypto::{DataKey, SealError},
    domain::report::{Channel, Content, ReportNumber},
    export::{
        evidence::{self, Bundle, Evidence, LeftOut},
        safe_name, stamp,
    },
    files::{Part, scrub},
    pages::parts::{conditions::in_brackets, timeline::sentence},
    storage::{
        self, StorageError,
        beside::BesideRow,
        files::{FileMeta, FileRow},
        reports::ReportRow,
        timeline::EntryRow,
    },
    web::{
        error::{PageError, PageResult},
        officer::Officer,
    },
};

/// The ways out of the portal for one report: paper, and evidence for those who act on it.
pub(super) fn take_along(o: &Officer, row: &ReportRow) -> impl IntoView + use<> {
    let report = o.to(&format!("/staff/reports/{}", row.number));
    let zip = takes_out(o.staff.role).then(|| {
        view! {
            <form method="post" action=format!("{report}/export.zip")>
                <button class="plain">{o.t("evidence-button")}</button>
            </form>
        }
    });
    view! { <div class="take-out screen"><a href=format!("{report}/print")>{o.t("print-report")}</a>{zip}</div> }
}

pub async fn submit(o: Officer, Path(number): Path<String>) -> PageResult {
    let row = find(&o, &number).await?;
    if !takes_out(o.staff.role) {
        return Err(PageError::NotFound);
    }
    let signer = o.portal.keys.receipt_signer().map_err(|error| StorageError::from(SealError::from(error)))?;
    note(&o.portal, &o.staff, &row, o.lang.code()).await?;
    let key = row.data_key(&o.portal.keys)?;
    let now = o.portal.clock.now();
    let (files, left_out) = files(&o, &row, &key).await?;
    let documents = documents(&o, &row, &key, files.len()).await?;
    let bundle = Bundle {
        number: row.number.clone(),
        exported_at: now,
        exported_by: format!("{} · {}", o.staff.name, o.court(&o.staff.court)),
        unverified: row.channel == Channel::Lead.as_str(),
        documents,
        files,
        left_out,
    };
    let name = format!("attachment; filename=\"nuandong-{}-{}.zip\"", row.number, stamp(now));
    let body = Body::from_stream(evidence::stream(bundle, o.portal.files.clone(), key, signer));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"))),
    ];
    Ok::<Response, PageError>((headers, body).into_response())
}

/// The files that go in and those that stay out. A picture tells by its position and camera where its maker was: whoever
/// may not read who reported gets the copy without them, and the hash of the original.
async fn files(o: &Officer, row: &ReportRow, key: &DataKey) -> Result<(Vec<Evidence>, Vec<LeftOut>), PageError> {
    let originals = o.staff.role.reads_identity(row.channel()?);
    let (mut files, mut left_out) = (Vec::new(), Vec::new());
    for (n, (file, meta)) in (1..).zip(follow::files(&o.portal, row, key).await?) {
        if !file.is_ready() || file.scan == "infected" {
            let reason = if file.scan == "infected" { "infected".to_owned() } else { file.state.clone() };
            left_out.push(LeftOut { name: safe_name(&meta.name), reason });
            continue;
        }
        let part = if file.shown_copy && !originals { Part::Shown } else { Part::Original };
        let path = format!("files/{n:02}-{}", name_of(&file, &meta, part));
        files.push(Evidence { path, id: file.id, part, size: u64::try_from(file.size).unwrap_or_default() });
    }
    Ok((files, left_out))
}

/// A safe name with an ending that says what is inside.
fn name_of(file: &FileRow, meta: &FileMeta, part: Part) -> String {
    let name = safe_name(&meta.name);
    let ending = match part {
        Part::Shown if scrub::media_type(&file.media_type) == "image/jpeg" => &[".jpg", ".jpeg"][..],
        Part::Shown => &[".png"][..],
        _ => return name,
    };
    let lower = name.to_lowercase();
    if ending.iter().any(|ending| lower.ends_with(ending)) { name } else { format!("{name}{}", ending[0]) }
}

async fn documents(
    o: &Officer,
    row: &ReportRow,
    key: &DataKey,
    files: usize,
) -> Result<Vec<(String, Vec<u8>)>, PageError> {
    let record::Readable { entries, versions, hidden_until } = record::for_officer(&o.portal, &o.scope, row).await?;
    let after = hidden_until.unwrap_or(chrono::DateTime::UNIX_EPOCH);
    let measures = storage::beside::list(&o.portal.db, row.id, o.staff.id, after, o.portal.clock.now()).await?;
    let measures = measures.iter().filter(|beside| beside.what == "measure").map(|measure| measure_json(measure, key));
    let measures = measures.collect::<Result<serde_json::Value, _>>()?;
    let entries = entries.into_iter().map(|entry| record::text_of(&entry, key).map(|text| (entry, text)));
    let entries = entries.collect::<Result<Vec<_>, _>>()?;
    let mut text = Text::of(o, row, key).await?;
    let mut earlier = Vec::new();
    for version in &versions {
        earlier.push(Text::of(o, &version.as_report(row), key).await?);
    }
    let receipted = receipted(&text, &earlier);
    if receipted.is_none() && hidden_until.is_some() {
        // The receipt is of a text that is kept from this officer; the form that it speaks of would tell that there is one.
        text.forget_receipt(row.content(key)?);
        for (text, version) in earlier.iter_mut().zip(&versions) {
            text.forget_receipt(version.content(key)?);
        }
    }
    let has_receipt = text.proof.is_some();
    let receipt = text.proof.map(|proof| format!("{}\r\n", proof.receipt));
    let mut list = vec![
        ("README.txt".to_owned(), read_me(o, row, files, earlier.len(), has_receipt, receipted.as_deref())),
        ("report.json".to_owned(), pretty(&facts(row, earlier.len(), receipted.as_deref()))),
        ("timeline.json".to_owned(), pretty(&timeline_json(&entries))),
        ("timeline.txt".to_owned(), timeline_text(o, &entries)),
        ("measures.json".to_owned(), pretty(&measures)),
        ("report.txt".to_owned(), text.words),
        (CONTENT.to_owned(), text.content),
    ];
    list.extend(receipt.map(|receipt| ("receipt.txt".to_owned(), receipt)));
    for (n, Text { words, content, .. }) in (1..).zip(earlier) {
        list.extend([(path_of(n, "txt"), words), (path_of(n, "json"), content)]);
    }
    Ok(list.into_iter().map(|(path, text)| (path, text.into_bytes())).collect())
}

/// What a report says, or said in an earlier version.
struct Text {
    /// For people.
    words: String,
    /// As JSON: in the form that the receipt speaks of, where there is one.
    content: String,
    proof: Option<Proof>,
}

impl Text {
    async fn of(o: &Officer, row: &ReportRow, key: &DataKey) -> Result<Self, PageError> {
        let content = row.content(key)?;
        let proof = find_proof(&o.portal, row, key).await?;
        let words = as_text(o, row, &content);
        let content = proof.as_ref().map_or_else(|| plain(&content), |proof| proof.filed.pretty());
        Ok(Self { words, content, proof })
    }

    /// As of a report that has no receipt.
    fn forget_receipt(&mut self, content: Content) {
        self.proof = None;
        self.content = plain(&content);
    }

    /// Whether the report's receipt stands for this text.
    fn is_receipted(&self) -> bool {
        self.proof.as_ref().is_some_and(|proof| proof.fits)
    }
}

/// Where the text of the receipt lies in the ZIP, if there is a receipt and this officer may read that text.
fn receipted(text: &Text, earlier: &[Text]) -> Option<String> {
    if text.is_receipted() {
        return Some(CONTENT.to_owned());
    }
    (1..).zip(earlier).find(|(_, earlier)| earlier.is_receipted()).map(|(n, _)| path_of(n, "json"))
}

/// What the report says now, in the ZIP.
const CONTENT: &str = "content.json";

/// Where the `n`th of the earlier versions that this officer may read lies in the ZIP.
fn path_of(n: usize, ending: &str) -> String {
    format!("earlier/{n:02}.{ending}")
}

fn plain(content: &Content) -> String {
    pretty(&serde_json::to_value(content).unwrap_or_default())
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The codes of the report, for programs.
fn facts(row: &ReportRow, earlier: usize, receipted: Option<&str>) -> serde_json::Value {
    let time = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    serde_json::json!({
        "number": row.number,
        "channel": row.channel,
        "category": row.category,
        "status": row.status,
        "outcome": row.outcome,
        "court": row.court,
        "court_concerned": row.court_concerned,
        "livelihood": row.livelihood,
        "received_at": time(row.received_at),
        "due_on": day_of(row.due_at),
        "closed_at": row.closed_at.map(time),
        "flags": row.flags(),
        "earlier_versions": earlier,
        "changed_since_receipt": receipted.is_some_and(|path| path != CONTENT),
    })
}

/// A measure as it was recorded; the amount in fen.
fn measure_json(measure: &BesideRow, key: &DataKey) -> Result<serde_json::Value, StorageError> {
    let sealed = measure.sealed.as_deref().unwrap_or_default();
    let text: MeasureText = key.open("measure", "sealed", measure.id, sealed)?;
    Ok(serde_json::json!({
        "kind": measure.code,
        "day": measure.day,
        "result": measure.result,
        "amount_fen": measure.amount,
        "document": text.document,
        "note": text.note,
        "staff": measure.person,
    }))
}

fn timeline_json(entries: &[(EntryRow, Option<String>)]) -> serde_json::Value {
    let entries = entries.iter().map(|(entry, text)| {
        serde_json::json!({
            "at": entry.at.to_rfc3339_opts(SecondsFormat::Secs, true),
            "kind": entry.kind,
            "actor": entry.actor,
            "staff": entry.staff_name,
            "public": entry.public,
            "recalled_at": entry.recalled_at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
            "facts": entry.facts(),
            "text": text,
        })
    });
    entries.collect()
}

fn timeline_text(o: &Officer, entries: &[(EntryRow, Option<String>)]) -> String {
    let mut text = String::new();
    for (entry, words) in entries {
        let who = match entry.actor.as_str() {
            "citizen" => o.t("reporter"),
            "staff" => entry.staff_name.clone().unwrap_or_default(),
            _ => o.t("the-portal"),
        };
        let internal = (!entry.public).then(|| o.t("internal"));
        let recalled = entry.recalled_at.map(|_| o.t("recalled"));
        let marks = [internal, recalled].into_iter().flatten();
        let line = marks.fold(sentence(o, entry), |line, mark| in_brackets(o, &line, &mark));
        let _ = write!(text, "{}  {who} {line}\r\n", o.lang.minute(entry.at));
        for line in words.iter().flat_map(|words| words.lines()) {
            let _ = write!(text, "    {line}\r\n");
        }
    }
    text
}

/// What was filed, for people.
fn as_text(o: &Officer, row: &ReportRow, content: &Content) -> String {
    let mut list = vec![
        (o.t("column-number"), ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default()),
        (o.t("column-kind"), o.t(&format!("category-{}-{}", row.channel, row.category))),
        (o.t("fact-received"), o.lang.minute(row.received_at)),
        (o.t("fact-court"), o.court(&row.court)),
        (o.t("fact-concerned"), row.court_concerned.as_deref().map(|code| o.court(code)).unwrap_or_default()),
        (o.t("short-case-number"), content.case_number.clone().unwrap_or_default()),
    ];
    if let Some(respondent) = &content.respondent {
        let parts = [Some(respondent.name.clone()), respondent.id_number.clone()];
        let parts = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        list.push((o.t("short-respondent-name"), parts));
    }
    list.push((o.t("short-occurred-on"), content.occurred_on.map(|day| o.lang.day(day)).unwrap_or_default()));
    list.extend(told::asked(o, row, content));
    let mut text = String::new();
    if row.channel == Channel::Lead.as_str() {
        let _ = write!(text, "【{}】\r\n\r\n", o.t("unverified"));
    }
    for (label, value) in list.into_iter().filter(|(_, value)| !value.is_empty()) {
        let _ = write!(text, "{label}：{value}\r\n");
    }
    let narrative = content.narrative.lines().collect::<Vec<_>>().join("\r\n");
    let _ = write!(text, "\r\n{narrative}\r\n");
    text
}

fn read_me(
    o: &Officer,
    row: &ReportRow,
    files: usize,
    earlier: usize,
    has_receipt: bool,
    receipted: Option<&str>,
) -> String {
    let number = ReportNumber::parse(&row.number).map(|number| number.grouped()).unwrap_or_default();
    let keys = format!("{}/api/v1/receipt-keys", o.portal.config.public_url);
    let mut lines =
        vec![o.ta("evidence-read-1", &[("number", &number), ("files", &files.to_string())]), o.t("evidence-read-2")];
    if has_receipt {
        lines.push(o.t("evidence-read-receipt"));
    }
    if earlier > 0 {
        lines.push(o.ta("evidence-read-earlier", &[("count", &earlier.to_string())]));
    }
    if let Some(path) = receipted.filter(|path| *path != CONTENT) {
        lines.push(o.ta("evidence-read-changed", &[("path", path)]));
    }
    lines.extend([
        o.t("evidence-read-3"),
        o.ta("evidence-read-4", &[("keys", &keys)]),
        "    nuandong export verify FILE.zip --keys receipt-keys.json".to_owned(),
        o.t("evidence-read-5"),
    ]);
    lines.join("\r\n\r\n") + "\r\n"
}
