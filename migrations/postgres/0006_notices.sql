-- How a reporter is reached: at most one mail address and one mobile to a report. The address itself stands in
-- report.sealed_reporter only; here is its keyed hash. Nothing but a code goes out before the code has come back.
CREATE TABLE contact (
    id            UUID PRIMARY KEY,
    report_id     UUID NOT NULL REFERENCES report (id),
    way           TEXT NOT NULL CHECK (way IN ('email','sms')),
    language      TEXT NOT NULL,
    address_hash  BYTEA NOT NULL,
    -- The token in the address that stands in each message: found by its hash, written into messages from here.
    token_hash    BYTEA NOT NULL UNIQUE,
    sealed_token  BYTEA NOT NULL,
    sealed_code   BYTEA,
    code_until    TIMESTAMPTZ,
    code_asked_at TIMESTAMPTZ,
    tries         BIGINT NOT NULL,
    confirmed_at  TIMESTAMPTZ,
    stopped_at    TIMESTAMPTZ,
    created_at    TIMESTAMPTZ NOT NULL,
    UNIQUE (report_id, way)
);
CREATE INDEX contact_by_code_end ON contact (code_until);

-- Addresses whose owner said “that was not me”, as keyed hashes: nobody's report makes us write there again.
CREATE TABLE refused_address (
    address_hash BYTEA PRIMARY KEY,
    refused_at   TIMESTAMPTZ NOT NULL
);

-- What was sent, waits or was not sent, and why, in codes.
CREATE TABLE notice (
    id         UUID PRIMARY KEY,
    report_id  UUID NOT NULL REFERENCES report (id),
    contact_id UUID NOT NULL,
    way        TEXT NOT NULL CHECK (way IN ('email','sms')),
    kind       TEXT NOT NULL CHECK (kind IN ('code','news')),
    state      TEXT NOT NULL CHECK (state IN ('queued','held','sent','failed','suppressed')),
    reason     TEXT,
    -- How many pieces of news it tells of.
    news       BIGINT NOT NULL,
    due_at     TIMESTAMPTZ NOT NULL,
    attempts   BIGINT NOT NULL,
    error      TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    changed_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX notice_of_report ON notice (report_id, created_at);
-- News that come while one notice waits join it.
CREATE UNIQUE INDEX notice_waiting ON notice (contact_id) WHERE kind = 'news' AND state IN ('queued','held');

-- Mail, texts and everything else are carried out side by side: a neighbour who does not answer delays only his own.
ALTER TABLE job ADD COLUMN lane TEXT NOT NULL DEFAULT 'house';
CREATE INDEX job_due_in_lane ON job (lane, done_at, run_at);
