-- An export that could not be made says so.
CREATE TABLE export_log_new (
    id            BLOB PRIMARY KEY,
    staff_id      BLOB NOT NULL REFERENCES staff (id),
    -- What the person was then: whoever became somebody else does not fetch it any more.
    court         TEXT NOT NULL,
    role          TEXT NOT NULL,
    format        TEXT NOT NULL CHECK (format IN ('csv','xlsx','zip')),
    -- For a single report.
    report_id     BLOB REFERENCES report (id),
    -- The address of the list, for a list: it may hold words that somebody searched for.
    key_id        TEXT NOT NULL,
    sealed_filter BLOB,
    narrative     BOOLEAN NOT NULL,
    language      TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('streamed','waiting','working','ready','too_many','too_large','refused','failed','erased')),
    -- How many reports went out, or are written so far.
    count         INTEGER NOT NULL,
    -- The key of the sealed file, while there is one.
    wrapped_key   BLOB,
    created_at    TEXT NOT NULL,
    finished_at   TEXT,
    expires_at    TEXT
);
INSERT INTO export_log_new SELECT * FROM export_log;
DROP TABLE export_log;
ALTER TABLE export_log_new RENAME TO export_log;
CREATE INDEX export_log_of ON export_log (staff_id, created_at);
CREATE INDEX export_log_by_end ON export_log (expires_at) WHERE wrapped_key IS NOT NULL;

-- When a code that was to be texted turned out not to go: it can be texted again.
ALTER TABLE intake ADD COLUMN text_failed_at TEXT;

-- One higher each time the reporter gives another name or address without changing what the report says.
ALTER TABLE report ADD COLUMN contact_version INTEGER NOT NULL DEFAULT 0;
