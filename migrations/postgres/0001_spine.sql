-- Everything that somebody typed stands in sealed_* columns; the others hold codes, times and keyed hashes.

CREATE TABLE staff (
    id            UUID PRIMARY KEY,
    username      TEXT NOT NULL UNIQUE,
    name          TEXT NOT NULL,
    court         TEXT NOT NULL,
    role          TEXT NOT NULL CHECK (role IN ('intake','triage','handler','supervisor','custodian','discipline','admin','auditor')),
    language      TEXT NOT NULL,
    password_hash TEXT,
    sealed_totp   BYTEA,
    totp_step     BIGINT NOT NULL,
    totp_required BOOLEAN NOT NULL,
    setup_hash    BYTEA UNIQUE,
    setup_until   TIMESTAMPTZ,
    disabled      BOOLEAN NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL
);

CREATE TABLE staff_session (
    id           UUID PRIMARY KEY,
    token_hash   BYTEA NOT NULL UNIQUE,
    staff_id     UUID NOT NULL REFERENCES staff (id),
    device       TEXT NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    last_seen_at TIMESTAMPTZ NOT NULL,
    expires_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX staff_session_of ON staff_session (staff_id);

CREATE TABLE api_token (
    id         UUID PRIMARY KEY,
    token_hash BYTEA NOT NULL UNIQUE,
    staff_id   UUID NOT NULL REFERENCES staff (id),
    created_at TIMESTAMPTZ NOT NULL,
    revoked_at TIMESTAMPTZ
);

CREATE TABLE report (
    id              UUID PRIMARY KEY,
    number          TEXT NOT NULL UNIQUE,
    code_hash       BYTEA NOT NULL UNIQUE,
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
    priority        BIGINT NOT NULL,
    flags           TEXT NOT NULL,
    outcome         TEXT,
    received_at     TIMESTAMPTZ NOT NULL,
    due_at          TIMESTAMPTZ NOT NULL,
    due_rule        TEXT NOT NULL,
    withdraw_until  TIMESTAMPTZ NOT NULL,
    changed_at      TIMESTAMPTZ NOT NULL,
    closed_at       TIMESTAMPTZ,
    assignee        UUID REFERENCES staff (id),
    opened_at       TIMESTAMPTZ,
    version         BIGINT NOT NULL,
    key_id          TEXT NOT NULL,
    wrapped_key     BYTEA NOT NULL,
    sealed_summary  BYTEA NOT NULL,
    sealed_content  BYTEA NOT NULL,
    sealed_reporter BYTEA,
    case_hash       BYTEA,
    respondent_hash BYTEA
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
    id        UUID PRIMARY KEY,
    report_id UUID NOT NULL REFERENCES report (id),
    at        TIMESTAMPTZ NOT NULL,
    kind      TEXT NOT NULL,
    actor     TEXT NOT NULL CHECK (actor IN ('citizen','staff','system')),
    staff_id  UUID REFERENCES staff (id),
    public    BOOLEAN NOT NULL,
    facts     TEXT NOT NULL,
    sealed    BYTEA
);
CREATE INDEX timeline_of ON timeline (report_id, at, id);

CREATE TABLE draft (
    id             UUID PRIMARY KEY,
    token_hash     BYTEA NOT NULL UNIQUE,
    channel        TEXT NOT NULL CHECK (channel IN ('lead','complaint')),
    language       TEXT NOT NULL,
    key_id         TEXT NOT NULL,
    wrapped_key    BYTEA,
    sealed_answers BYTEA,
    created_at     TIMESTAMPTZ NOT NULL,
    saved_at       TIMESTAMPTZ NOT NULL,
    expires_at     TIMESTAMPTZ NOT NULL,
    report_id      UUID REFERENCES report (id)
);
CREATE INDEX draft_by_end ON draft (expires_at);

CREATE TABLE file (
    id          UUID PRIMARY KEY,
    draft_id    UUID REFERENCES draft (id),
    report_id   UUID REFERENCES report (id),
    sealed_meta BYTEA NOT NULL,
    size        BIGINT NOT NULL,
    media_type  TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('stored','ready','infected','broken')),
    shown_copy  BOOLEAN NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX file_of_draft ON file (draft_id);
CREATE INDEX file_of_report ON file (report_id);

-- The answer to a submission, so that the same request gets the same answer for a day.
CREATE TABLE answer (
    key_hash   BYTEA PRIMARY KEY,
    body_hash  BYTEA NOT NULL,
    report_id  UUID NOT NULL REFERENCES report (id),
    sealed     BYTEA,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX answer_by_end ON answer (expires_at);

-- Which visit opened which report with its code.
CREATE TABLE follow_access (
    visit_hash BYTEA NOT NULL,
    report_id  UUID NOT NULL REFERENCES report (id),
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (visit_hash, report_id)
);

-- Things that are counted against a guesser. The bucket is a keyed hash that changes every day: no address stands here.
CREATE TABLE attempt (
    bucket     BYTEA PRIMARY KEY,
    count      BIGINT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);

-- Side effects, written in the transaction that causes them and carried out by the worker.
CREATE TABLE job (
    id           UUID PRIMARY KEY,
    kind         TEXT NOT NULL,
    key_id       TEXT NOT NULL,
    sealed       BYTEA NOT NULL,
    run_at       TIMESTAMPTZ NOT NULL,
    locked_until TIMESTAMPTZ,
    attempts     BIGINT NOT NULL,
    last_error   TEXT,
    done_at      TIMESTAMPTZ,
    created_at   TIMESTAMPTZ NOT NULL
);
CREATE INDEX job_due ON job (done_at, run_at);

-- Lists that an administrator imported; the newest row of a kind wins over what is built in.
CREATE TABLE imported_list (
    id         UUID PRIMARY KEY,
    kind       TEXT NOT NULL CHECK (kind IN ('courts','calendar')),
    content    TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE heartbeat (
    name TEXT PRIMARY KEY,
    at   TIMESTAMPTZ NOT NULL
);
