-- Reports that a clerk took in for a caller or at the counter: who, how it came, and both times.
CREATE TABLE intake (
    report_id   BLOB PRIMARY KEY REFERENCES report (id),
    staff_id    BLOB NOT NULL REFERENCES staff (id),
    way         TEXT NOT NULL CHECK (way IN ('call','counter','letter','mail')),
    received_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    -- When the code was sent as a text message: once.
    texted_at   TEXT
);

-- Who took data out of the portal: lists, and single reports as evidence. Rows stay; what was made is erased.
CREATE TABLE export_log (
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
    state         TEXT NOT NULL CHECK (state IN ('streamed','waiting','working','ready','too_many','refused','erased')),
    -- How many reports went out, or are written so far.
    count         INTEGER NOT NULL,
    -- The key of the sealed file, while there is one.
    wrapped_key   BLOB,
    created_at    TEXT NOT NULL,
    finished_at   TEXT,
    expires_at    TEXT
);
CREATE INDEX export_log_of ON export_log (staff_id, created_at);
CREATE INDEX export_log_by_end ON export_log (expires_at) WHERE wrapped_key IS NOT NULL;

-- A caller's earlier reports are found by the keyed hash of the mobile.
CREATE INDEX contact_by_address ON contact (address_hash);
