//! Takes what a list shows out as CSV or XLSX: short lists at once, long ones by a job whose progress stands here.

use axum::{
    Form,
    body::Body,
    extract::{Path, RawQuery},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use leptos::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    actions::export_list::{self, AT_ONCE, Going, Lines, MOST, Order, Wish},
    export::{csv, stamp, xlsx},
    storage::{
        self,
        exports::{ExportRow, ExportState, Format},
        queue::COUNT_CAP,
    },
    web::{
        error::{PageError, PageResult},
        officer::Officer,
        visitor::Page,
    },
};

/// How many exports of before are listed.
const SHOWN: i64 = 10;
/// No address of a list is longer, in bytes.
const LONGEST: usize = 8_000;

/// Where the list with this address can be taken out and printed; for the page of the list.
pub fn links(o: &Officer, address: &str) -> impl IntoView + use<> {
    let to = |path: &str| format!("{}?{address}", o.to(path));
    view! {
        <p class="take-out">
            <a href=to("/staff/export")>{o.t("export-title")}</a>
            <a href=to("/staff/print")>{o.t("print-list")}</a>
        </p>
    }
}

pub async fn view(o: Officer, RawQuery(raw): RawQuery) -> PageResult {
    let address = raw.unwrap_or_default();
    if address.len() > LONGEST {
        return Ok(too_long(&o));
    }
    form(&o, &Wish { address, format: Format::Xlsx, narrative: false, lang: o.lang }, None).await
}

/// Part of an address would be a list of more than was asked for.
fn too_long(o: &Officer) -> Response {
    let title = o.t("export-title");
    o.page(Page::titled(title.clone()).status(StatusCode::UNPROCESSABLE_ENTITY), || {
        view! {
            <h1>{title}</h1>
            <div class="errors" role="alert" tabindex="-1" autofocus><p>{o.t("export-too-long")}</p></div>
            <p class="go"><a class="button" href=o.to("/staff/queue")>{o.t("queue-title")}</a></p>
        }
    })
}

async fn form(o: &Officer, wish: &Wish, wrong: Option<String>) -> PageResult {
    let count = export_list::count(&o.portal, &o.staff, &o.scope, &wish.address).await?;
    let total = if count > COUNT_CAP { format!("{COUNT_CAP}+") } else { count.to_string() };
    let earlier = storage::exports::list_of(&o.portal.db, o.staff.id, SHOWN).await?;
    let earlier = earlier.iter().filter(|row| row.state != ExportState::Streamed.as_str());
    let earlier = earlier.map(|row| view! { <li><a href=o.to(&format!("/staff/export/{}", row.id))>{o.lang.minute(row.created_at)}" · "{row.format.to_uppercase()}</a>" "<span class="muted">{standing(o, row)}</span></li> });
    let earlier = earlier.collect::<Vec<_>>();
    let earlier = (!earlier.is_empty()).then(|| view! { <h2>{o.t("export-earlier")}</h2><ul>{earlier}</ul> });
    let formats = [(Format::Xlsx, "export-xlsx"), (Format::Csv, "export-csv")].map(|(format, label)| {
        let id = format!("format-{format}");
        view! {
            <div class="option">
                <input type="radio" id=id.clone() name="format" value=format.as_str() checked=wish.format == format />
                <label for=id>{o.t(label)}</label>
            </div>
        }
    });
    let formats = formats.into_iter().collect_view();
    let how =
        if count > AT_ONCE { o.ta("export-by-job", &[("most", &MOST.to_string())]) } else { o.t("export-at-once") };
    let title = o.t("export-title");
    let failed = wrong.is_some();
    let wrong =
        wrong.map(|words| view! { <div class="errors" role="alert" tabindex="-1" autofocus><p>{words}</p></div> });
    let back = format!("{}?{}", o.to("/staff/queue"), wish.address);
    Ok(o.page(Page::titled(title.clone()).wrong_if(failed), || {
        view! {
            <p class="back"><a href=back>{o.t("queue-title")}</a></p>
            {wrong}
            <h1>{title}</h1>
            <p class="lead">{o.ta("export-count", &[("count", &total)])}" "{how}</p>
            <form method="post" action=o.to("/staff/export")>
                <input type="hidden" name="address" value=wish.address.clone() />
                <fieldset class="field"><legend>{o.t("export-format")}</legend>{formats}</fieldset>
                <div class="option">
                    <input type="checkbox" id="narrative" name="narrative" value="yes" checked=wish.narrative />
                    <label for="narrative">{o.t("export-narrative")}<span class="help">{o.t("export-narrative-help")}</span></label>
                </div>
                <p class="note">{o.t("export-rules")}</p>
                <p class="go"><button class="button">{o.t("export-button")}</button></p>
            </form>
            {earlier}
        }
    }))
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Typed {
    address: String,
    format: String,
    narrative: String,
}

pub async fn submit(o: Officer, Form(typed): Form<Typed>) -> PageResult {
    if typed.address.len() > LONGEST {
        return Ok(too_long(&o));
    }
    let format = Format::parse(&typed.format).filter(|format| *format != Format::Zip);
    let wish = Wish {
        address: typed.address,
        format: format.unwrap_or(Format::Xlsx),
        narrative: typed.narrative == "yes",
        lang: o.lang,
    };
    if format.is_none() {
        return form(&o, &wish, Some(o.t("export-format-first"))).await;
    }
    match export_list::begin(&o.portal, &o.staff, &o.scope, &wish).await? {
        Going::Later(id) => Ok(o.see(&format!("/staff/export/{id}"))),
        Going::Now => at_once(&o, &wish).await,
    }
}

/// The file of a short list.
async fn at_once(o: &Officer, wish: &Wish) -> PageResult {
    let mut lines = Lines::new(&o.portal, &o.staff, &o.scope, wish, Order::OfPage);
    let body = if wish.format == Format::Xlsx {
        let head = lines.head();
        let mut rows = Vec::new();
        while let Some(page) = lines.next().await? {
            rows.extend(page);
        }
        let sheet = tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            xlsx::write(&head, rows.into_iter(), None, &mut bytes).map(|()| bytes)
        });
        match sheet.await {
            Ok(Ok(bytes)) => Body::from(bytes),
            _ => return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response()),
        }
    } else {
        let mut head = csv::MARK.as_bytes().to_vec();
        head.extend(csv::lines(&lines.head_lines()));
        let first = futures::stream::once(async move { Ok(head) });
        let rest = futures::stream::try_unfold(lines, |mut lines| async move {
            let page = lines.next().await?;
            Ok::<_, storage::StorageError>(page.map(|page| (csv::lines(&page), lines)))
        });
        Body::from_stream(futures::StreamExt::chain(first, rest))
    };
    Ok(download(wish.format, o.portal.clock.now(), body))
}

fn download(format: Format, made_at: chrono::DateTime<chrono::Utc>, body: Body) -> Response {
    let kind = match format {
        Format::Csv => "text/csv; charset=utf-8",
        Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        Format::Zip => "application/zip",
    };
    let name = format!("attachment; filename=\"nuandong-{}.{format}\"", stamp(made_at));
    let name = HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, name)];
    (headers, body).into_response()
}

/// How it stands with an export, in words.
fn standing(o: &Officer, row: &ExportRow) -> String {
    let over = row.expires_at.is_some_and(|at| at <= o.portal.clock.now());
    match row.state() {
        Ok(ExportState::Ready | ExportState::Erased) if over => o.t("export-erased"),
        Ok(ExportState::Ready) if !export_list::is_still(row, &o.staff) => o.t("export-refused"),
        Ok(state) => o.t(&format!("export-{}", state.as_str().replace('_', "-"))),
        Err(_) => String::new(),
    }
}

/// What to do about an export that was not made.
fn not_made(o: &Officer, state: ExportState) -> Option<String> {
    match state {
        ExportState::TooMany => Some(o.ta("export-too-many-text", &[("most", &MOST.to_string())])),
        ExportState::TooLarge => Some(o.t("export-too-large-text")),
        ExportState::Failed => Some(o.t("export-failed-text")),
        _ => None,
    }
}

/// How far a job is. A page without JavaScript that looks again by itself.
pub async fn progress(o: Officer, Path(id): Path<Uuid>) -> PageResult {
    let row = storage::exports::find(&o.portal.db, o.staff.id, id).await?.ok_or(PageError::NotFound)?;
    let working = matches!(row.state()?, ExportState::Waiting | ExportState::Working);
    let ready = export_list::open(&o.portal, &o.staff, id).await?.is_some();
    let file = o.to(&format!("/staff/export/{id}/file"));
    let title = o.t("export-title");
    let words = standing(&o, &row);
    let count = row.count.to_string();
    let until = row.expires_at.map(|at| o.lang.minute(at)).unwrap_or_default();
    let mut response = o.page(Page::titled(title.clone()), || {
        let below = if ready {
            view! {
                <p>{o.ta("export-ready-text", &[("count", &count), ("until", &until)])}</p>
                <p class="go"><a class="button" href=file download>{o.t("export-fetch")}</a></p>
            }
            .into_any()
        } else if working {
            view! {
                <p>{o.ta("export-so-far", &[("count", &count)])}</p>
                <p class="go"><a class="button second" href=o.to(&format!("/staff/export/{id}"))>{o.t("export-look-again")}</a></p>
            }
            .into_any()
        } else if let Some(why) = row.state().ok().and_then(|state| not_made(&o, state)) {
            let list = export_list::wish_of(&o.portal, &row).map(|wish| format!("?{}", wish.address)).unwrap_or_default();
            let again = o.to("/staff/export") + &list;
            view! { <p class="note amber">{why}</p><p class="go"><a class="button" href=again>{o.t("export-again")}</a></p> }.into_any()
        } else {
            ().into_any()
        };
        view! {
            <p class="back"><a href=o.to("/staff/queue")>{o.t("queue-title")}</a></p>
            <h1>{title}</h1>
            <p class="lead" role="status">{words}</p>
            {below}
        }
    });
    if working {
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("4"));
    }
    Ok(response)
}

/// The file that a job wrote, for whoever asked for it, for a day.
pub async fn file(o: Officer, Path(id): Path<Uuid>) -> PageResult {
    let asked = storage::exports::find(&o.portal.db, o.staff.id, id).await?.ok_or(PageError::NotFound)?;
    let Some((row, key)) = export_list::open(&o.portal, &o.staff, id).await? else {
        if asked.finished_at.is_none() {
            return Ok(o.see(&format!("/staff/export/{id}")));
        }
        return Ok(o.page(Page::titled(o.t("export-gone-title")).status(StatusCode::GONE), || {
            view! {
                <h1>{o.t("export-gone-title")}</h1>
                <p>{o.t("export-gone-body")}</p>
                <p class="go"><a class="button" href=o.to("/staff/queue")>{o.t("queue-title")}</a></p>
            }
        }));
    };
    let body = Body::from_stream(o.portal.files.read(id, export_list::PART, &key).await?);
    Ok(download(row.format()?, row.created_at, body))
}
