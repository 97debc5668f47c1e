-- Working side by side: what changed just now, who else has a report open, answers that are not finished.

-- One row for each change, written with it and kept for a day. No id is given twice, even when the last rows are gone.
CREATE TABLE report_event (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    report_id BLOB NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    kind      TEXT NOT NULL,
    at        TEXT NOT NULL,
    staff_id  BLOB REFERENCES staff (id)
);
CREATE INDEX report_event_by_time ON report_event (at);
CREATE INDEX report_event_of ON report_event (report_id);

-- A tab in which somebody has a report open. What was not seen for some seconds does not count.
CREATE TABLE presence (
    report_id BLOB NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    staff_id  BLOB NOT NULL REFERENCES staff (id),
    tab       BLOB NOT NULL,
    state     TEXT NOT NULL CHECK (state IN ('viewing','idle','writing')),
    seen_at   TEXT NOT NULL,
    PRIMARY KEY (report_id, staff_id, tab)
);
CREATE INDEX presence_by_time ON presence (seen_at);

-- What somebody typed for a step and did not send yet, sealed under the report's key.
CREATE TABLE answer_draft (
    id         BLOB PRIMARY KEY,
    report_id  BLOB NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    staff_id   BLOB NOT NULL REFERENCES staff (id),
    action     TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    saved_at   TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    UNIQUE (report_id, staff_id, action)
);
CREATE INDEX answer_draft_by_end ON answer_draft (expires_at);

-- Whether single letters are shortcuts for this person.
ALTER TABLE staff ADD COLUMN single_keys BOOLEAN NOT NULL DEFAULT TRUE;
