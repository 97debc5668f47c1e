//! One report leaves the portal as evidence: by whom and when stands in its timeline and in the log of exports.

use crate::{
    domain::staff::{Role, Staff},
    portal::Portal,
    storage::{
        self,
        exports::{ExportRow, ExportState, Format},
        reports::ReportRow,
    },
};

use super::record::{self, Actor, Entry};

/// Whether a role takes reports out as evidence: those who act on them, and the custodian of identities.
pub const fn takes_out(role: Role) -> bool {
    matches!(role, Role::Triage | Role::Handler | Role::Supervisor | Role::Discipline | Role::Custodian)
}

/// Notes that this report is taken out now. Its version stays: nothing about the report itself changes.
pub async fn note(portal: &Portal, officer: &Staff, row: &ReportRow, language: &str) -> storage::Result<()> {
    let key = row.data_key(&portal.keys)?;
    let now = portal.clock.now();
    let log = ExportRow {
        id: portal.entropy.id(now),
        staff_id: officer.id,
        court: officer.court.clone(),
        role: officer.role.to_string(),
        format: Format::Zip.to_string(),
        report_id: Some(row.id),
        key_id: portal.keys.current(),
        sealed_filter: None,
        narrative: true,
        language: language.to_owned(),
        state: ExportState::Streamed.to_string(),
        count: 1,
        wrapped_key: None,
        created_at: now,
        finished_at: Some(now),
        expires_at: None,
    };
    let mut tx = portal.db.begin().await?;
    storage::exports::add(&mut tx, &log).await?;
    let facts = serde_json::json!({});
    let entry = Entry { kind: "exported", actor: Actor::Staff(officer.id), public: false, facts, text: None };
    record::write(portal, &mut tx, row.id, &key, entry).await?;
    tx.commit().await
}
