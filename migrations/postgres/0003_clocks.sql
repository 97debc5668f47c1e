-- From which day a due date is counted. With the rule it says what a change of the calendar makes of the date. Where
-- staff set the date (extension), the rule is `extended` and this is the day that was set.
ALTER TABLE report ADD COLUMN due_from DATE;
UPDATE report SET due_from = (received_at AT TIME ZONE 'UTC' + INTERVAL '8 hours')::date;
-- Dates that no rule counted from the arrival: they stay where they were set.
UPDATE report SET due_rule = 'extended', due_from = (due_at AT TIME ZONE 'UTC' + INTERVAL '8 hours')::date
 WHERE EXISTS (SELECT 1 FROM timeline WHERE timeline.report_id = report.id AND timeline.kind IN ('extend', 'reopen'));
ALTER TABLE report ALTER COLUMN due_from SET NOT NULL;

-- The walk over open reports after a change of the calendar.
CREATE INDEX report_open ON report (id) WHERE closed_at IS NULL;

-- Which calendars were noticed, so that each is counted with once, by whichever process sees it first.
CREATE TABLE calendar_mark (
    mark       TEXT PRIMARY KEY,
    nth        BIGINT NOT NULL UNIQUE,
    noticed_at TIMESTAMPTZ NOT NULL
);
