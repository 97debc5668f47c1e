-- Acts of the desk: measures, reminders, reading for another court, letters, bulk acts that can be undone.

-- By when a report has a named owner, and from when the lane warns. Set when nobody has it; the calendar is in it.
ALTER TABLE report ADD COLUMN triage_due TEXT;
ALTER TABLE report ADD COLUMN triage_warn TEXT;
UPDATE report SET triage_due = due_at, triage_warn = due_at WHERE closed_at IS NULL AND assignee IS NULL;
-- What has to be taken first.
CREATE INDEX unowned_by_triage ON report (desk, triage_due) WHERE assignee IS NULL AND closed_at IS NULL AND triage_due IS NOT NULL;
CREATE INDEX unowned_by_triage_court ON report (court, desk, triage_due) WHERE assignee IS NULL AND closed_at IS NULL AND triage_due IS NOT NULL;
CREATE INDEX unowned_by_triage_circuit ON report (circuit, desk, triage_due) WHERE assignee IS NULL AND closed_at IS NULL AND triage_due IS NOT NULL;

-- When an entry was taken back with the bulk act that wrote it: its reporter does not see it any more.
ALTER TABLE timeline ADD COLUMN recalled_at TEXT;

CREATE TABLE measure (
    id        BLOB PRIMARY KEY,
    report_id BLOB NOT NULL REFERENCES report (id),
    kind      TEXT NOT NULL,
    day       TEXT NOT NULL,
    result    TEXT NOT NULL,
    -- In fen.
    amount    INTEGER,
    staff_id  BLOB NOT NULL REFERENCES staff (id),
    at        TEXT NOT NULL,
    sealed    BLOB NOT NULL
);
CREATE INDEX measure_of ON measure (report_id, day, id);

CREATE TABLE reminder (
    id        BLOB PRIMARY KEY,
    report_id BLOB NOT NULL REFERENCES report (id),
    staff_id  BLOB NOT NULL REFERENCES staff (id),
    set_by    BLOB NOT NULL REFERENCES staff (id),
    day       TEXT NOT NULL,
    at        TEXT NOT NULL,
    rung_at   TEXT,
    done_at   TEXT,
    sealed    BLOB NOT NULL
);
CREATE INDEX reminder_of ON reminder (report_id, done_at, day);
CREATE INDEX reminder_of_staff ON reminder (staff_id, done_at, day);

-- Another court may read a report, and nothing else. It ends with the day, and with any change of the content.
CREATE TABLE referral (
    report_id       BLOB NOT NULL REFERENCES report (id),
    court           TEXT NOT NULL,
    -- The court that had it then: elsewhere it begins anew.
    from_court      TEXT NOT NULL,
    content_version INTEGER NOT NULL,
    until           TEXT NOT NULL,
    set_by          BLOB NOT NULL REFERENCES staff (id),
    at              TEXT NOT NULL,
    PRIMARY KEY (report_id, court)
);
CREATE INDEX referral_to ON referral (court, until);

CREATE TABLE letter_template (
    id         BLOB PRIMARY KEY,
    court      TEXT NOT NULL,
    code       TEXT NOT NULL,
    act        TEXT NOT NULL,
    version    INTEGER NOT NULL,
    retired_at TEXT,
    UNIQUE (court, code)
);
CREATE TABLE letter_version (
    template_id BLOB NOT NULL REFERENCES letter_template (id),
    version     INTEGER NOT NULL,
    staff_id    BLOB NOT NULL REFERENCES staff (id),
    at          TEXT NOT NULL,
    key_id      TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    PRIMARY KEY (template_id, version)
);

CREATE TABLE bulk_act (
    id          BLOB PRIMARY KEY,
    staff_id    BLOB NOT NULL REFERENCES staff (id),
    -- As what it was done: who has another right by now cannot undo it.
    court       TEXT NOT NULL,
    role        TEXT NOT NULL,
    action      TEXT NOT NULL,
    key_id      TEXT NOT NULL,
    -- What was typed: the input of the act, and numbers that meant nothing.
    sealed      BLOB NOT NULL,
    at          TEXT NOT NULL,
    finished_at TEXT,
    undo_until  TEXT,
    undone_at   TEXT
);
CREATE INDEX bulk_act_of ON bulk_act (staff_id, at);
CREATE TABLE bulk_item (
    bulk_id   BLOB NOT NULL REFERENCES bulk_act (id),
    place     INTEGER NOT NULL,
    report_id BLOB NOT NULL REFERENCES report (id),
    number    TEXT NOT NULL,
    -- waiting, done, refused, undone, kept
    state     TEXT NOT NULL,
    -- Why it was refused, or kept when the others were undone.
    why       TEXT NOT NULL,
    -- The version that was read before, if one was named; then the one that the act made.
    version   INTEGER,
    -- The columns that an act can change, as they stood before. Codes, times and identities only.
    snapshot  TEXT,
    -- The entries that the act wrote.
    entries   TEXT,
    told_at   TEXT,
    PRIMARY KEY (bulk_id, place)
);
