-- What the order of the queue is made of. All of it is derived: actions and a job write it, readers only read it.

-- Independent other reporters who say the same of the same case or respondent.
ALTER TABLE report ADD COLUMN corroboration INTEGER NOT NULL DEFAULT 0;
-- Points that a rule or a person added (or took).
ALTER TABLE report ADD COLUMN boost INTEGER NOT NULL DEFAULT 0;
-- When what it tells of was seen, and after how many hours half of that freshness is gone.
ALTER TABLE report ADD COLUMN seen_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00+00:00';
ALTER TABLE report ADD COLUMN half_life INTEGER NOT NULL DEFAULT 0;
-- How near the due date is: 0 late, 1 today, 2 this week, 3 later, 4 closed.
ALTER TABLE report ADD COLUMN due_band INTEGER NOT NULL DEFAULT 3;
-- The due date for sorting: of what is closed, a thousand years later.
ALTER TABLE report ADD COLUMN due_order TEXT NOT NULL DEFAULT '1970-01-01T00:00:00+00:00';
-- When the priority was counted, and when time alone changes it next.
ALTER TABLE report ADD COLUMN priority_at TEXT NOT NULL DEFAULT '1970-01-01T00:00:00+00:00';
ALTER TABLE report ADD COLUMN priority_next TEXT;
-- One of many near-identical texts: the first of them. The first counts the others.
ALTER TABLE report ADD COLUMN flood_of BLOB;
ALTER TABLE report ADD COLUMN flood_size INTEGER NOT NULL DEFAULT 0;

-- What is here already is counted by the job at its next round.
UPDATE report SET seen_at = received_at, due_order = due_at, priority_next = received_at, due_band = CASE WHEN closed_at IS NULL THEN 3 ELSE 4 END;
CREATE INDEX report_to_weigh ON report (priority_next) WHERE priority_next IS NOT NULL;

-- Every list walks one index in its own order and stops after a page (storage/queue/plan.rs chooses it).
DROP INDEX report_by_status;
DROP INDEX report_by_due;
DROP INDEX report_of_court;
DROP INDEX report_of_circuit;
DROP INDEX report_of_desk;
DROP INDEX report_of_assignee;
-- Of one court or circuit, whatever the filter: all that filters ask for stands in the index.
CREATE INDEX report_of_court ON report (court, desk, received_at, id, channel, court_concerned, status, category, livelihood, due_band, held, urgent, assignee, citizen_result);
CREATE INDEX report_of_circuit ON report (circuit, desk, received_at, id, channel, court_concerned, status, category, livelihood, due_band, held, urgent, assignee, citizen_result);
CREATE INDEX report_of_assignee ON report (assignee, received_at, id, desk, channel, court_concerned, court, circuit);
-- Of the whole province, by one filter each.
CREATE INDEX report_of_desk ON report (desk, received_at, id, channel, court_concerned);
CREATE INDEX report_by_status ON report (desk, status, received_at, id);
CREATE INDEX report_by_category ON report (desk, category, received_at, id);
CREATE INDEX report_by_livelihood ON report (desk, livelihood, received_at, id) WHERE livelihood IS NOT NULL;
CREATE INDEX report_by_band ON report (desk, due_band, received_at, id) WHERE due_band < 3;
CREATE INDEX report_by_hold ON report (desk, received_at, id) WHERE held;
CREATE INDEX report_by_urgency ON report (desk, received_at, id) WHERE urgent AND closed_at IS NULL;
CREATE INDEX report_by_need ON report (desk, received_at, id) WHERE livelihood IS NOT NULL AND closed_at IS NULL;
CREATE INDEX report_without_owner ON report (desk, received_at, id) WHERE assignee IS NULL AND closed_at IS NULL;
CREATE INDEX report_by_due ON report (desk, due_order, id);
CREATE INDEX report_by_due_court ON report (court, desk, due_order, id);
CREATE INDEX report_by_due_circuit ON report (circuit, desk, due_order, id);
CREATE INDEX report_by_priority ON report (desk, priority, received_at, id);
CREATE INDEX report_by_priority_court ON report (court, desk, priority, received_at, id);
CREATE INDEX report_by_priority_circuit ON report (circuit, desk, priority, received_at, id);
-- The lanes, by priority.
CREATE INDEX lane_urgent ON report (desk, priority, received_at, id) WHERE urgent AND closed_at IS NULL;
CREATE INDEX lane_urgent_court ON report (court, desk, priority, received_at, id) WHERE urgent AND closed_at IS NULL;
CREATE INDEX lane_urgent_circuit ON report (circuit, desk, priority, received_at, id) WHERE urgent AND closed_at IS NULL;
CREATE INDEX lane_livelihood ON report (desk, priority, received_at, id) WHERE livelihood IS NOT NULL AND closed_at IS NULL;
CREATE INDEX lane_livelihood_court ON report (court, desk, priority, received_at, id) WHERE livelihood IS NOT NULL AND closed_at IS NULL;
CREATE INDEX lane_livelihood_circuit ON report (circuit, desk, priority, received_at, id) WHERE livelihood IS NOT NULL AND closed_at IS NULL;
CREATE INDEX lane_overdue ON report (desk, priority, received_at, id) WHERE due_band = 0;
CREATE INDEX lane_overdue_court ON report (court, desk, priority, received_at, id) WHERE due_band = 0;
CREATE INDEX lane_overdue_circuit ON report (circuit, desk, priority, received_at, id) WHERE due_band = 0;
CREATE INDEX lane_unassigned ON report (desk, priority, received_at, id) WHERE assignee IS NULL AND closed_at IS NULL;
CREATE INDEX lane_unassigned_court ON report (court, desk, priority, received_at, id) WHERE assignee IS NULL AND closed_at IS NULL;
CREATE INDEX lane_unassigned_circuit ON report (circuit, desk, priority, received_at, id) WHERE assignee IS NULL AND closed_at IS NULL;
CREATE INDEX lane_held ON report (desk, priority, received_at, id) WHERE held;
CREATE INDEX lane_held_court ON report (court, desk, priority, received_at, id) WHERE held;
CREATE INDEX lane_held_circuit ON report (circuit, desk, priority, received_at, id) WHERE held;
CREATE INDEX lane_mine ON report (assignee, priority, received_at, id, desk, channel, court_concerned, court, circuit) WHERE closed_at IS NULL;
CREATE INDEX lane_waiting ON report (desk, priority, received_at, id) WHERE status = 'info_requested';
CREATE INDEX lane_waiting_court ON report (court, desk, priority, received_at, id) WHERE status = 'info_requested';
CREATE INDEX lane_waiting_circuit ON report (circuit, desk, priority, received_at, id) WHERE status = 'info_requested';
-- Complaints about a court, which that court may not count.
CREATE INDEX report_about ON report (court_concerned, desk, circuit, court) WHERE channel = 'complaint';

-- How many reports there are of each kind, so that nothing is counted by looking through reports. `tally_change` is
-- written with every change and folded into `tally` by a job; both together are exact at any moment.
CREATE TABLE tally (
    level      TEXT NOT NULL CHECK (level IN ('all','circuit','court')),
    circuit    TEXT NOT NULL,
    court      TEXT NOT NULL,
    desk       TEXT NOT NULL,
    channel    TEXT NOT NULL,
    category   TEXT NOT NULL,
    status     TEXT NOT NULL,
    livelihood TEXT NOT NULL,
    held       BOOLEAN NOT NULL,
    urgent     BOOLEAN NOT NULL,
    due_band   INTEGER NOT NULL,
    assigned   BOOLEAN NOT NULL,
    result     TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (level, desk, court, circuit, channel, category, status, livelihood, held, urgent, due_band, assigned, result)
);
-- The same, as far as lanes and statuses need it: few rows, read with every page.
CREATE TABLE lane_tally (
    level      TEXT NOT NULL CHECK (level IN ('all','circuit','court')),
    circuit    TEXT NOT NULL,
    court      TEXT NOT NULL,
    desk       TEXT NOT NULL,
    status     TEXT NOT NULL,
    urgent     BOOLEAN NOT NULL,
    livelihood BOOLEAN NOT NULL,
    late       BOOLEAN NOT NULL,
    assigned   BOOLEAN NOT NULL,
    held       BOOLEAN NOT NULL,
    unsettled  BOOLEAN NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (level, desk, court, circuit, status, urgent, livelihood, late, assigned, held, unsettled)
);
CREATE TABLE tally_change (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    circuit    TEXT NOT NULL,
    court      TEXT NOT NULL,
    desk       TEXT NOT NULL,
    channel    TEXT NOT NULL,
    category   TEXT NOT NULL,
    status     TEXT NOT NULL,
    livelihood TEXT NOT NULL,
    held       BOOLEAN NOT NULL,
    urgent     BOOLEAN NOT NULL,
    due_band   INTEGER NOT NULL,
    assigned   BOOLEAN NOT NULL,
    result     TEXT NOT NULL,
    n          INTEGER NOT NULL
);
INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
SELECT circuit, court, desk, channel, category, status, coalesce(livelihood, ''), held, urgent, due_band, assignee IS NOT NULL, coalesce(citizen_result, ''), 1 FROM report;

CREATE TRIGGER report_added AFTER INSERT ON report BEGIN
    INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
    VALUES (NEW.circuit, NEW.court, NEW.desk, NEW.channel, NEW.category, NEW.status, coalesce(NEW.livelihood, ''), NEW.held, NEW.urgent, NEW.due_band,
        NEW.assignee IS NOT NULL, coalesce(NEW.citizen_result, ''), 1);
END;
CREATE TRIGGER report_moved AFTER UPDATE OF circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, citizen_result ON report
WHEN (OLD.circuit, OLD.court, OLD.desk, OLD.channel, OLD.category, OLD.status, coalesce(OLD.livelihood, ''), OLD.held, OLD.urgent, OLD.due_band,
        OLD.assignee IS NOT NULL, coalesce(OLD.citizen_result, ''))
    <> (NEW.circuit, NEW.court, NEW.desk, NEW.channel, NEW.category, NEW.status, coalesce(NEW.livelihood, ''), NEW.held, NEW.urgent, NEW.due_band,
        NEW.assignee IS NOT NULL, coalesce(NEW.citizen_result, ''))
BEGIN
    INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
    VALUES (OLD.circuit, OLD.court, OLD.desk, OLD.channel, OLD.category, OLD.status, coalesce(OLD.livelihood, ''), OLD.held, OLD.urgent, OLD.due_band,
        OLD.assignee IS NOT NULL, coalesce(OLD.citizen_result, ''), -1),
    (NEW.circuit, NEW.court, NEW.desk, NEW.channel, NEW.category, NEW.status, coalesce(NEW.livelihood, ''), NEW.held, NEW.urgent, NEW.due_band,
        NEW.assignee IS NOT NULL, coalesce(NEW.citizen_result, ''), 1);
END;
CREATE TRIGGER report_gone AFTER DELETE ON report BEGIN
    INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
    VALUES (OLD.circuit, OLD.court, OLD.desk, OLD.channel, OLD.category, OLD.status, coalesce(OLD.livelihood, ''), OLD.held, OLD.urgent, OLD.due_band,
        OLD.assignee IS NOT NULL, coalesce(OLD.citizen_result, ''), -1);
END;
