-- Saved views, what follows from them (subscriptions, rules, tags, teams), and what people are told.

-- A list's filters, sort and columns under a name. Name and address are typed, so they are sealed.
CREATE TABLE saved_view (
    id         BLOB PRIMARY KEY,
    owner      BLOB NOT NULL REFERENCES staff (id),
    -- Shared with this court, or with one role of it; private without.
    court      TEXT,
    role       TEXT,
    key_id     TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE INDEX saved_view_of_owner ON saved_view (owner);
CREATE INDEX saved_view_of_court ON saved_view (court);

-- What somebody made of a view: its place among the others, and whether to be told of what is new in it.
CREATE TABLE view_use (
    staff_id BLOB NOT NULL REFERENCES staff (id),
    view_id  BLOB NOT NULL REFERENCES saved_view (id) ON DELETE CASCADE,
    place    INTEGER NOT NULL,
    is_start BOOLEAN NOT NULL,
    every    TEXT NOT NULL CHECK (every IN ('none','each','daily','weekly','count')),
    at_least INTEGER NOT NULL,
    -- New ones since the last message, while it takes more than one.
    fresh    INTEGER NOT NULL,
    -- The identities of what was in it already, 16 bytes each.
    seen     BLOB NOT NULL,
    PRIMARY KEY (staff_id, view_id)
);
CREATE INDEX view_use_of_view ON view_use (view_id);
CREATE INDEX view_use_watching ON view_use (every) WHERE every IN ('each','count');

-- Named groups of people of a court.
CREATE TABLE team (
    id         BLOB PRIMARY KEY,
    court      TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    -- The place of whoever was given something last.
    last_place INTEGER NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX team_of_court ON team (court);
CREATE TABLE team_member (
    team_id  BLOB NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    staff_id BLOB NOT NULL REFERENCES staff (id),
    place    INTEGER NOT NULL,
    PRIMARY KEY (team_id, staff_id)
);
CREATE TABLE report_team (
    report_id BLOB PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
    team_id   BLOB NOT NULL REFERENCES team (id) ON DELETE CASCADE,
    at        TEXT NOT NULL
);
CREATE INDEX report_team_of_team ON report_team (team_id, report_id);

-- A court's own words for reports: the code is plain and stands in addresses, the word is sealed.
CREATE TABLE tag (
    id         BLOB PRIMARY KEY,
    court      TEXT NOT NULL,
    code       TEXT NOT NULL,
    key_id     TEXT NOT NULL,
    sealed     BLOB NOT NULL,
    from_day   TEXT NOT NULL,
    until_day  TEXT,
    UNIQUE (court, code)
);
CREATE INDEX tag_by_code ON tag (code);
CREATE TABLE report_tag (
    report_id BLOB NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    tag_id    BLOB NOT NULL REFERENCES tag (id),
    -- Nobody: a rule did it.
    staff_id  BLOB REFERENCES staff (id),
    at        TEXT NOT NULL,
    PRIMARY KEY (report_id, tag_id)
);
CREATE INDEX report_tag_of_tag ON report_tag (tag_id, report_id);
-- The index of search knows the tags, too; see migration 0010.
CREATE TRIGGER report_tag_given AFTER INSERT ON report_tag BEGIN
    INSERT INTO search_due (report_id, stamp) VALUES (NEW.report_id, randomblob(16)) ON CONFLICT (report_id) DO UPDATE SET stamp = excluded.stamp;
END;
CREATE TRIGGER report_tag_taken AFTER DELETE ON report_tag BEGIN
    INSERT INTO search_due (report_id, stamp) SELECT id, randomblob(16) FROM report WHERE id = OLD.report_id
    ON CONFLICT (report_id) DO UPDATE SET stamp = excluded.stamp;
END;

-- A rule of a court. What it says stands in its versions.
CREATE TABLE rule (
    id          BLOB PRIMARY KEY,
    court       TEXT NOT NULL,
    -- Whether it reaches the courts below too.
    below       BOOLEAN NOT NULL,
    place       INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    active      BOOLEAN NOT NULL,
    -- The version that was run dry.
    dry_version INTEGER,
    deleted_at  TEXT,
    created_at  TEXT NOT NULL,
    changed_at  TEXT NOT NULL
);
CREATE INDEX rule_of_court ON rule (court, place);
CREATE INDEX rule_active ON rule (active) WHERE active;
CREATE TABLE rule_version (
    rule_id BLOB NOT NULL REFERENCES rule (id),
    version INTEGER NOT NULL,
    key_id  TEXT NOT NULL,
    sealed  BLOB NOT NULL,
    made_by BLOB NOT NULL REFERENCES staff (id),
    made_at TEXT NOT NULL,
    PRIMARY KEY (rule_id, version)
);
-- Each version of a rule fires once on a report.
CREATE TABLE rule_fired (
    report_id BLOB NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    rule_id   BLOB NOT NULL REFERENCES rule (id),
    version   INTEGER NOT NULL,
    at        TEXT NOT NULL,
    PRIMARY KEY (report_id, rule_id, version)
);
-- A version tried on what came in the last 90 days. The result holds counts, codes and identities.
CREATE TABLE rule_run (
    id         BLOB PRIMARY KEY,
    rule_id    BLOB NOT NULL REFERENCES rule (id),
    version    INTEGER NOT NULL,
    done       INTEGER NOT NULL,
    total      INTEGER NOT NULL,
    result     TEXT NOT NULL,
    started_at TEXT NOT NULL,
    ended_at   TEXT
);
CREATE INDEX rule_run_of_rule ON rule_run (rule_id, started_at);

-- What somebody is told at the desk or by mail. What it is about is read anew, within the reader's scope, each time.
CREATE TABLE notification (
    id        BLOB PRIMARY KEY,
    staff_id  BLOB NOT NULL REFERENCES staff (id),
    kind      TEXT NOT NULL CHECK (kind IN ('mention','assigned','handed_over','view','due_soon','reminder','citizen_answered','reopened')),
    report_id BLOB REFERENCES report (id) ON DELETE CASCADE,
    view_id   BLOB,
    -- How many reports it tells of, when it tells of a view.
    news      INTEGER NOT NULL,
    desk      BOOLEAN NOT NULL,
    mail      BOOLEAN NOT NULL,
    at        TEXT NOT NULL,
    read_at   TEXT,
    mailed_at TEXT
);
-- One message per change and person.
CREATE UNIQUE INDEX notification_once ON notification (staff_id, report_id, at);
CREATE INDEX notification_of ON notification (staff_id, at, id);
CREATE INDEX notification_unread ON notification (staff_id) WHERE read_at IS NULL;
CREATE INDEX notification_of_report ON notification (report_id);

-- How somebody wants to be told.
CREATE TABLE staff_setting (
    staff_id       BLOB PRIMARY KEY REFERENCES staff (id),
    -- Kinds that are not wanted at the desk, and kinds that are wanted by mail.
    quiet          TEXT NOT NULL,
    by_mail        TEXT NOT NULL,
    -- The hour in Shanghai and the day of the week (1 is Monday) of digests.
    hour           INTEGER NOT NULL,
    weekday        INTEGER NOT NULL,
    digest_at      TEXT,
    key_id         TEXT,
    sealed_address BLOB,
    confirmed_at   TEXT,
    sealed_code    BLOB,
    code_until     TEXT,
    code_asked_at  TEXT,
    tries          INTEGER NOT NULL
);
