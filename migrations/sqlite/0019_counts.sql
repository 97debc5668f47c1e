-- A list that asks for one field alone adds up 3,700 combinations of codes in a large province, to learn what the field alone
-- would have told. So each field has a tally of its own, days and persons have one at all, and lanes are a row for each status.

-- Complaints about a court that lie with one court; the index there is goes by circuits.
CREATE INDEX report_about_court ON report (court_concerned, desk, court) WHERE channel = 'complaint';

-- What was not folded yet.
INSERT INTO tally (level, circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
SELECT * FROM (
    SELECT level, CASE WHEN level = 'all' THEN '' ELSE circuit END, CASE WHEN level = 'court' THEN court ELSE '' END, desk, channel, category,
        status, livelihood, held, urgent, due_band, assigned, result, sum(n) AS n
    FROM tally_change CROSS JOIN (SELECT 'all' AS level UNION ALL SELECT 'circuit' UNION ALL SELECT 'court') AS levels
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13) AS folded
WHERE n <> 0
ON CONFLICT (level, desk, court, circuit, channel, category, status, livelihood, held, urgent, due_band, assigned, result)
    DO UPDATE SET n = tally.n + excluded.n;
-- Emptied rows are found without a look at all the others.
CREATE INDEX tally_empty ON tally (level) WHERE n = 0;
DELETE FROM tally WHERE n = 0;

DROP TABLE lane_tally;
CREATE TABLE lane_tally (
    level      TEXT NOT NULL CHECK (level IN ('all','circuit','court')),
    circuit    TEXT NOT NULL,
    court      TEXT NOT NULL,
    desk       TEXT NOT NULL,
    status     TEXT NOT NULL,
    urgent     INTEGER NOT NULL,
    livelihood INTEGER NOT NULL,
    late       INTEGER NOT NULL,
    unassigned INTEGER NOT NULL,
    held       INTEGER NOT NULL,
    unsettled  INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (level, desk, court, circuit, status)
) WITHOUT ROWID;
-- Days are those of China: YYYY-MM-DD.
CREATE TABLE field_tally (
    level      TEXT NOT NULL CHECK (level IN ('all','circuit','court')),
    circuit    TEXT NOT NULL,
    court      TEXT NOT NULL,
    desk       TEXT NOT NULL,
    field      TEXT NOT NULL CHECK (field IN ('channel','category','status','livelihood','due_band','assigned','result','received_on','due_on')),
    value      TEXT NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (level, desk, court, field, circuit, value)
) WITHOUT ROWID;
CREATE INDEX field_tally_empty ON field_tally (level) WHERE n = 0;
CREATE TABLE assignee_tally (
    assignee   BLOB NOT NULL,
    circuit    TEXT NOT NULL,
    court      TEXT NOT NULL,
    desk       TEXT NOT NULL,
    open       BOOLEAN NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (assignee, desk, court, circuit, open)
) WITHOUT ROWID;

-- What is counted of a report.
CREATE VIEW counted_report AS
SELECT circuit, court, desk, channel, category, status, coalesce(livelihood, '') AS livelihood, held, urgent, due_band, assignee,
    assignee IS NOT NULL AS assigned, coalesce(citizen_result, '') AS result,
    date(received_at, '+8 hours') AS received_on, date(due_at, '+8 hours') AS due_on
FROM report;

DROP TRIGGER report_added;
DROP TRIGGER report_moved;
DROP TRIGGER report_gone;
DROP TABLE tally_change;
CREATE TABLE tally_change (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    circuit     TEXT NOT NULL,
    court       TEXT NOT NULL,
    desk        TEXT NOT NULL,
    channel     TEXT NOT NULL,
    category    TEXT NOT NULL,
    status      TEXT NOT NULL,
    livelihood  TEXT NOT NULL,
    held        BOOLEAN NOT NULL,
    urgent      BOOLEAN NOT NULL,
    due_band    INTEGER NOT NULL,
    assignee    BLOB,
    assigned    BOOLEAN NOT NULL,
    result      TEXT NOT NULL,
    received_on TEXT NOT NULL,
    due_on      TEXT NOT NULL,
    n           INTEGER NOT NULL
);
CREATE TRIGGER report_added AFTER INSERT ON report BEGIN
    INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, assigned, result, received_on, due_on, n)
    VALUES (NEW.circuit, NEW.court, NEW.desk, NEW.channel, NEW.category, NEW.status, coalesce(NEW.livelihood, ''), NEW.held, NEW.urgent, NEW.due_band,
        NEW.assignee, NEW.assignee IS NOT NULL, coalesce(NEW.citizen_result, ''), date(NEW.received_at, '+8 hours'), date(NEW.due_at, '+8 hours'), 1);
END;
CREATE TRIGGER report_moved AFTER UPDATE OF circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, citizen_result,
    received_at, due_at ON report
WHEN (OLD.circuit, OLD.court, OLD.desk, OLD.channel, OLD.category, OLD.status, coalesce(OLD.livelihood, ''), OLD.held, OLD.urgent, OLD.due_band,
        coalesce(OLD.assignee, x''), coalesce(OLD.citizen_result, ''), date(OLD.received_at, '+8 hours'), date(OLD.due_at, '+8 hours'))
    <> (NEW.circuit, NEW.court, NEW.desk, NEW.channel, NEW.category, NEW.status, coalesce(NEW.livelihood, ''), NEW.held, NEW.urgent, NEW.due_band,
        coalesce(NEW.assignee, x''), coalesce(NEW.citizen_result, ''), date(NEW.received_at, '+8 hours'), date(NEW.due_at, '+8 hours'))
BEGIN
    INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, assigned, result, received_on, due_on, n)
    VALUES (OLD.circuit, OLD.court, OLD.desk, OLD.channel, OLD.category, OLD.status, coalesce(OLD.livelihood, ''), OLD.held, OLD.urgent, OLD.due_band,
        OLD.assignee, OLD.assignee IS NOT NULL, coalesce(OLD.citizen_result, ''), date(OLD.received_at, '+8 hours'), date(OLD.due_at, '+8 hours'), -1),
    (NEW.circuit, NEW.court, NEW.desk, NEW.channel, NEW.category, NEW.status, coalesce(NEW.livelihood, ''), NEW.held, NEW.urgent, NEW.due_band,
        NEW.assignee, NEW.assignee IS NOT NULL, coalesce(NEW.citizen_result, ''), date(NEW.received_at, '+8 hours'), date(NEW.due_at, '+8 hours'), 1);
END;
CREATE TRIGGER report_gone AFTER DELETE ON report BEGIN
    INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, assigned, result, received_on, due_on, n)
    VALUES (OLD.circuit, OLD.court, OLD.desk, OLD.channel, OLD.category, OLD.status, coalesce(OLD.livelihood, ''), OLD.held, OLD.urgent, OLD.due_band,
        OLD.assignee, OLD.assignee IS NOT NULL, coalesce(OLD.citizen_result, ''), date(OLD.received_at, '+8 hours'), date(OLD.due_at, '+8 hours'), -1);
END;

-- What is here already.
INSERT INTO lane_tally
SELECT level, circuit, court, desk, status, sum(CASE WHEN urgent THEN n ELSE 0 END), sum(CASE WHEN livelihood <> '' THEN n ELSE 0 END),
    sum(CASE WHEN due_band = 0 THEN n ELSE 0 END), sum(CASE WHEN assigned THEN 0 ELSE n END), sum(CASE WHEN held THEN n ELSE 0 END),
    sum(CASE WHEN result = 'not' THEN n ELSE 0 END), sum(n)
FROM tally GROUP BY 1, 2, 3, 4, 5;
INSERT INTO field_tally
SELECT level, circuit, court, desk, field,
    CASE field WHEN 'channel' THEN channel WHEN 'category' THEN category WHEN 'status' THEN status WHEN 'livelihood' THEN livelihood
        WHEN 'due_band' THEN CAST(due_band AS TEXT) WHEN 'assigned' THEN CASE WHEN assigned THEN 'yes' ELSE 'no' END ELSE result END AS value,
    sum(n)
FROM tally CROSS JOIN (SELECT 'channel' AS field UNION ALL SELECT 'category' UNION ALL SELECT 'status' UNION ALL SELECT 'livelihood'
    UNION ALL SELECT 'due_band' UNION ALL SELECT 'assigned' UNION ALL SELECT 'result') AS fields
GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO field_tally
SELECT 'court', circuit, court, desk, 'received_on', received_on, count(*) FROM counted_report GROUP BY 2, 3, 4, 6;
INSERT INTO field_tally
SELECT 'court', circuit, court, desk, 'due_on', due_on, count(*) FROM counted_report GROUP BY 2, 3, 4, 6;
INSERT INTO field_tally
SELECT 'circuit', circuit, '', desk, field, value, sum(n) FROM field_tally WHERE level = 'court' AND field IN ('received_on', 'due_on') GROUP BY 2, 4, 5, 6;
INSERT INTO field_tally
SELECT 'all', '', '', desk, field, value, sum(n) FROM field_tally WHERE level = 'circuit' AND field IN ('received_on', 'due_on') GROUP BY 4, 5, 6;
INSERT INTO assignee_tally
SELECT assignee, circuit, court, desk, due_band < 4, count(*) FROM counted_report WHERE assignee IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
