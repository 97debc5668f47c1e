-- How a reporter is reached: at most one mail address and one mobile to a report. The address itself stands in
-- report.sealed_reporter only; here is its keyed hash. Nothing but a code goes out before the code has come back.
CREATE TABLE contact (
    id            BLOB PRIMARY KEY,
    report_id     BLOB NOT NULL REFERENCES report (id),
    way           TEXT NOT NULL CHECK (way IN ('email','sms')),
    language      TEXT NOT NULL,
    address_hash  BLOB NOT NULL,
    -- The token in the address that stands in each message: found by its hash, written into messages from here.
    token_hash    BLOB NOT NULL UNIQUE,
    sealed_token  BLOB NOT NULL,
    sealed_code   BLOB,
    code_until    TEXT,
    code_asked_at TEXT,
    tries         INTEGER NOT NULL,
    confirmed_at  TEXT,
    stopped_at    TEXT,
    created_at    TEXT NOT NULL,
    UNIQUE (report_id, way)
);
CREATE INDEX contact_by_code_end ON contact (code_until);

-- Addresses whose owner said “that was not me”, as keyed hashes: nobody's report makes us write there again.
CREATE TABLE refused_address (
    address_hash BLOB PRIMARY KEY,
    refused_at   TEXT NOT NULL
);

-- What was sent, waits or was not sent, and why, in codes.
CREATE TABLE notice (
    id         BLOB PRIMARY KEY,
    report_id  BLOB NOT NULL REFERENCES report (id),
    contact_id BLOB NOT NULL,
    way        TEXT NOT NULL CHECK (way IN ('email','sms')),
    kind       TEXT NOT NULL CHECK (kind IN ('code','news')),
    state      TEXT NOT NULL CHECK (state IN ('queued','held','sent','failed','suppressed')),
    reason     TEXT,
    -- How many pieces of news it tells of.
    news       INTEGER NOT NULL,
    due_at     TEXT NOT NULL,
    attempts   INTEGER NOT NULL,
    error      TEXT,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE INDEX notice_of_report ON notice (report_id, created_at);
-- News that come while one notice waits join it.
CREATE UNIQUE INDEX notice_waiting ON notice (contact_id) WHERE kind = 'news' AND state IN ('queued','held');

-- Mail, texts and everything else are carried out side by side: a neighbour who does not answer delays only his own.
ALTER TABLE job ADD COLUMN lane TEXT NOT NULL DEFAULT 'house';
CREATE INDEX job_due_in_lane ON job (lane, done_at, run_at);
