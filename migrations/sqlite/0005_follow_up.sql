-- What comes after sending: changing within ten minutes, read marks, handling times, and what the citizen says after closing.

-- Which content this is: 1 as first sent, one higher with each change of the citizen.
ALTER TABLE report ADD COLUMN content_version INTEGER NOT NULL DEFAULT 1;
-- Which handling this is: 1, one higher each time the report is reopened.
ALTER TABLE report ADD COLUMN round INTEGER NOT NULL DEFAULT 1;
-- The last round after which the citizen was asked again by mail.
ALTER TABLE report ADD COLUMN asked_round INTEGER NOT NULL DEFAULT 0;
-- The citizen's own word, apart from what staff call closed.
ALTER TABLE report ADD COLUMN citizen_result TEXT CHECK (citizen_result IN ('settled','partly','not','unknown'));
ALTER TABLE report ADD COLUMN reopened_by_citizen BOOLEAN NOT NULL DEFAULT FALSE;
-- Stays when the report is archived.
ALTER TABLE report ADD COLUMN withdrawn_at TEXT;
UPDATE report SET withdrawn_at = closed_at WHERE status = 'withdrawn';
CREATE INDEX report_by_result ON report (desk, citizen_result, received_at, id) WHERE citizen_result IS NOT NULL;
CREATE INDEX report_by_closing ON report (closed_at) WHERE closed_at IS NOT NULL;

-- A draft that changes a report, and the content it began with.
ALTER TABLE draft ADD COLUMN changes_report BLOB REFERENCES report (id);
ALTER TABLE draft ADD COLUMN changes_version INTEGER;

-- When the other side read what somebody wrote.
ALTER TABLE timeline ADD COLUMN read_at TEXT;

-- What a report said before the citizen changed it. The sealed bytes are those of the report's own row: they open with
-- its key, in its name.
CREATE TABLE report_version (
    id              BLOB PRIMARY KEY,
    report_id       BLOB NOT NULL REFERENCES report (id),
    version         INTEGER NOT NULL,
    until           TEXT NOT NULL,
    category        TEXT NOT NULL,
    desk            TEXT NOT NULL,
    court           TEXT NOT NULL,
    court_concerned TEXT,
    livelihood      TEXT,
    sealed_summary  BLOB NOT NULL,
    sealed_content  BLOB NOT NULL,
    sealed_reporter BLOB,
    UNIQUE (report_id, version)
);

-- What the citizen said after closing. The words that came with it stand in the timeline's entry.
CREATE TABLE rating (
    entry_id  BLOB PRIMARY KEY REFERENCES timeline (id),
    report_id BLOB NOT NULL REFERENCES report (id),
    round     INTEGER NOT NULL,
    result    TEXT NOT NULL CHECK (result IN ('settled','partly','not','unknown')),
    at        TEXT NOT NULL
);
CREATE INDEX rating_of ON rating (report_id, at);

-- How long reports took that were closed lately, in whole days. An empty category stands for the whole channel.
CREATE TABLE handling_time (
    channel     TEXT NOT NULL,
    category    TEXT NOT NULL,
    sample      INTEGER NOT NULL,
    median_days INTEGER NOT NULL,
    most_days   INTEGER NOT NULL,
    PRIMARY KEY (channel, category)
);
