//! Writes a long list into a sealed file, and says how far it is.

use std::io;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::JobError;
use crate::{
    actions::export_list::{self, KEPT, Lines, MOST, Order},
    domain::staff::Scope,
    export::{csv, pipe, xlsx},
    files::Writer,
    portal::Portal,
    storage::{
        self, Tx,
        exports::{ExportState, Format},
    },
};

/// After how many reports the progress is written down.
const TELL_EVERY: i64 = 2_000;

/// Why the writing ended before the list did.
enum Stop {
    TooMany,
    TooLarge,
    Broken(JobError),
}

impl<E: Into<JobError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Broken(error.into())
    }
}

pub async fn run(portal: &Portal, id: Uuid) -> Result<(), JobError> {
    let Some(row) = storage::exports::find_by_id(&portal.db, id).await? else { return Ok(()) };
    let Some(key) = row.data_key(&portal.keys)? else { return Ok(()) };
    if !matches!(row.state()?, ExportState::Waiting | ExportState::Working) {
        return Ok(());
    }
    // The scope is that of now: whoever has another role or court since then gets nothing.
    let person = storage::staff::find_by_id(&portal.db, row.staff_id).await?.filter(|person| !person.disabled);
    let officer = person.map(|person| person.person()).transpose()?;
    let Some(officer) = officer.filter(|officer| export_list::is_still(&row, officer)) else {
        return finish(portal, id, ExportState::Refused, 0).await;
    };
    let scope = Scope::of(&officer, &portal.courts());
    let wish = export_list::wish_of(portal, &row)?;
    let lines = Lines::new(portal, &officer, &scope, &wish, Order::Settled);
    let mut writer = portal.files.write(id, export_list::PART, &key, &portal.entropy).await?;
    let mut progress = Progress { portal, id, count: 0, told: 0 };
    let written = match wish.format {
        Format::Xlsx => write_xlsx(lines, &mut writer, &mut progress).await,
        Format::Csv | Format::Zip => write_csv(lines, &mut writer, &mut progress).await,
    };
    match written {
        Ok(()) => {
            writer.finish().await?;
            finish(portal, id, ExportState::Ready, progress.count).await
        }
        Err(stop) => {
            writer.abort().await;
            match stop {
                Stop::TooMany => finish(portal, id, ExportState::TooMany, MOST).await,
                Stop::TooLarge => finish(portal, id, ExportState::TooLarge, progress.count).await,
                Stop::Broken(error) => Err(error),
            }
        }
    }
}

/// The last attempt failed: whoever waits for the file is to know.
pub async fn set_failed(tx: &mut Tx, id: Uuid, now: DateTime<Utc>) -> storage::Result<()> {
    storage::exports::set_finished(tx, id, ExportState::Failed, 0, now, None).await.map(|_| ())
}

async fn finish(portal: &Portal, id: Uuid, state: ExportState, count: i64) -> Result<(), JobError> {
    let now = portal.clock.now();
    let mut tx = portal.db.begin().await?;
    let expires_at = (state == ExportState::Ready).then_some(now + KEPT);
    storage::exports::set_finished(&mut tx, id, state, count, now, expires_at).await?;
    Ok(tx.commit().await?)
}

struct Progress<'a> {
    portal: &'a Portal,
    id: Uuid,
    count: i64,
    told: i64,
}

impl Progress<'_> {
    async fn add(&mut self, lines: usize) -> Result<(), Stop> {
        self.count += i64::try_from(lines).unwrap_or(MOST);
        if self.count > MOST {
            return Err(Stop::TooMany);
        }
        if self.count - self.told >= TELL_EVERY {
            self.told = self.count;
            let mut tx = self.portal.db.begin().await?;
            storage::exports::set_count(&mut tx, self.id, self.count).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

async fn write_csv(mut lines: Lines, writer: &mut Writer, progress: &mut Progress<'_>) -> Result<(), Stop> {
    writer.write(csv::MARK.as_bytes()).await?;
    writer.write(&csv::lines(&lines.head_lines())).await?;
    while let Some(page) = lines.next().await? {
        progress.add(page.len()).await?;
        writer.write(&csv::lines(&page)).await?;
    }
    Ok(())
}

/// The sheet grows on a thread of its own; lines go there and bytes come back, a few at a time.
async fn write_xlsx(mut lines: Lines, writer: &mut Writer, progress: &mut Progress<'_>) -> Result<(), Stop> {
    let (to_sheet, mut from_list) = mpsc::channel::<Vec<Vec<String>>>(2);
    let (out, mut bytes) = pipe::pipe();
    let (head, folder) = (lines.head(), xlsx::folder(&progress.portal.config.data_dir));
    let room = xlsx::room(&folder);
    let sheet = tokio::task::spawn_blocking(move || {
        let rows = std::iter::from_fn(move || from_list.blocking_recv()).flatten();
        xlsx::write(&head, rows, Some(&folder), out).map_err(|_| JobError::Table)
    });
    let feed = async {
        let mut size = 0;
        while let Some(page) = lines.next().await? {
            progress.add(page.len()).await?;
            size += page.iter().map(|row| xlsx::size_of(row)).sum::<u64>();
            if size > room {
                return Err(Stop::TooLarge);
            }
            // A sheet that broke off takes no more; its own error says why.
            if to_sheet.send(page).await.is_err() {
                break;
            }
        }
        drop(to_sheet);
        Ok::<_, Stop>(())
    };
    let drain = async {
        while let Some(piece) = bytes.recv().await {
            let piece: io::Result<Bytes> = piece;
            writer.write(&piece.map_err(|_| JobError::Table)?).await?;
        }
        Ok::<_, Stop>(())
    };
    futures::future::try_join(feed, drain).await?;
    Ok(sheet.await.map_err(|_| JobError::Panicked)??)
}
