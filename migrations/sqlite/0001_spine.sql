-- Everything that somebody typed stands in sealed_* columns; the others hold codes, times and keyed hashes.

CREATE TABLE staff (
    id            BLOB PRIMARY KEY,
    username      TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    court         TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('intake','triage','handler','supervisor','custodian','discipline','admin','auditor')),
    language      TEXT NOT NULL,
    password_hash TEXT,
    sealed_totp   BLOB,
    totp_step     INTEGER NOT NULL,
    totp_required BOOLEAN NOT NULL,
    setup_hash    BLOB UNIQUE,
    setup_until   TEXT,
    disabled      BOOLEAN NOT NULL,
    created_at    TEXT NOT NULL
);

CREATE TABLE staff_session (
    id           BLOB PRIMARY KEY,
    token_hash   BLOB NOT NULL UNIQUE,
    staff_id     BLOB NOT NULL REFERENCES staff (id),
    device       TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at   TEXT NOT NULL
);
CREATE INDEX staff_session_of ON staff_session (staff_id);

CREATE TABLE api_token (
    id         BLOB PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    staff_id   BLOB NOT NULL REFERENCES staff (id),
    created_at TEXT NOT NULL,
    revoked_at TEXT
);

CREATE TABLE report (
    id              BLOB PRIMARY KEY,
    number          TEXT NOT NULL UNIQUE,
    code_hash       BLOB NOT NULL UNIQUE,
    channel         TEXT NOT NULL CHECK (channel IN ('lead','complaint')),
    category        TEXT NOT NULL,
    status          TEXT NOT NULL CHECK (status IN ('received','under_review','info_requested','accepted','declined','transferred','in_progress','extended','resolved','reopened','withdrawn','archived')),
    desk            TEXT NOT NULL CHECK (desk IN ('enforcement','discipline')),
    court           TEXT NOT NULL,
    circuit         TEXT NOT NULL,
    court_concerned TEXT,
    livelihood      TEXT,
    language        TEXT NOT NULL,
    held            BOOLEAN NOT NULL,
    urgent          BOOLEAN NOT NULL,
    priority        INTEGER NOT NULL,
    flags           TEXT NOT NULL,
    outcome         TEXT,
    received_at     TEXT NOT NULL,
    due_at          TEXT NOT NULL,
    due_rule        TEXT NOT NULL,
    withdraw_until  TEXT NOT NULL,
    changed_at      TEXT NOT NULL,
    closed_at       TEXT,
    assignee        BLOB REFERENCES staff (id),
    opened_at       TEXT,
    version         INTEGER NOT NULL,
    key_id          TEXT NOT NULL,
    wrapped_key     BLOB NOT NULL,
    sealed_summary  BLOB NOT NULL,
    sealed_content  BLOB NOT NULL,
    sealed_reporter BLOB,
    case_hash       BLOB,
    respondent_hash BLOB
);
CREATE INDEX report_by_received ON report (received_at, id);
CREATE INDEX report_of_court ON report (court, desk, received_at, id);
CREATE INDEX report_of_circuit ON report (circuit, desk, received_at, id);
-- Counts read nothing but this index.
CREATE INDEX report_by_status ON report (desk, status, court, circuit, channel, court_concerned);
CREATE INDEX report_of_desk ON report (desk, received_at, id);
CREATE INDEX report_by_due ON report (desk, due_at, id);
CREATE INDEX report_of_assignee ON report (assignee, received_at, id);
CREATE INDEX report_by_case ON report (case_hash);

CREATE TABLE timeline (
    id        BLOB PRIMARY KEY,
    report_id BLOB NOT NULL REFERENCES report (id),
    at        TEXT NOT NULL,
    kind      TEXT NOT NULL,
    actor     TEXT NOT NULL CHECK (actor IN ('citizen','staff','system')),
    staff_id  BLOB REFERENCES staff (id),
    public    BOOLEAN NOT NULL,
    facts     TEXT NOT NULL,
    sealed    BLOB
);
CREATE INDEX timeline_of ON timeline (report_id, at, id);

CREATE TABLE draft (
    id             BLOB PRIMARY KEY,
    token_hash     BLOB NOT NULL UNIQUE,
    channel        TEXT NOT NULL CHECK (channel IN ('lead','complaint')),
    language       TEXT NOT NULL,
    key_id         TEXT NOT NULL,
    wrapped_key    BLOB,
    sealed_answers BLOB,
    created_at     TEXT NOT NULL,
    saved_at       TEXT NOT NULL,
    expires_at     TEXT NOT NULL,
    report_id      BLOB REFERENCES report (id)
);
CREATE INDEX draft_by_end ON draft (expires_at);

CREATE TABLE file (
    id          BLOB PRIMARY KEY,
    draft_id    BLOB REFERENCES draft (id),
    report_id   BLOB REFERENCES report (id),
    sealed_meta BLOB NOT NULL,
    size        INTEGER NOT NULL,
    media_type  TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('stored','ready','infected','broken')),
    shown_copy  BOOLEAN NOT NULL,
    created_at  TEXT NOT NULL
);
CREATE INDEX file_of_draft ON file (draft_id);
CREATE INDEX file_of_report ON file (report_id);

-- The answer to a submission, so that the same request gets the same answer for a day.
CREATE TABLE answer (
    key_hash   BLOB PRIMARY KEY,
    body_hash  BLOB NOT NULL,
    report_id  BLOB NOT NULL REFERENCES report (id),
    sealed     BLOB,
    expires_at TEXT NOT NULL
);
CREATE INDEX answer_by_end ON answer (expires_at);

-- Which visit opened which report with its code.
CREATE TABLE follow_access (
    visit_hash BLOB NOT NULL,
    report_id  BLOB NOT NULL REFERENCES report (id),
    expires_at TEXT NOT NULL,
    PRIMARY KEY (visit_hash, report_id)
);

-- Things that are counted against a guesser. The bucket is a keyed hash that changes every day: no address stands here.
CREATE TABLE attempt (
    bucket     BLOB PRIMARY KEY,
    count      INTEGER NOT NULL,
    expires_at TEXT NOT NULL
);

-- Side effects, written in the transaction that causes them and carried out by the worker.
CREATE TABLE job (
    id           BLOB PRIMARY KEY,
    kind         TEXT NOT NULL,
    key_id       TEXT NOT NULL,
    sealed       BLOB NOT NULL,
    run_at       TEXT NOT NULL,
    locked_until TEXT,
    attempts     INTEGER NOT NULL,
    last_error   TEXT,
    done_at      TEXT,
    created_at   TEXT NOT NULL
);
CREATE INDEX job_due ON job (done_at, run_at);

-- Lists that an administrator imported; the newest row of a kind wins over what is built in.
CREATE TABLE imported_list (
    id         BLOB PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('courts','calendar')),
    content    TEXT NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE heartbeat (
    name TEXT PRIMARY KEY,
    at   TEXT NOT NULL
);
