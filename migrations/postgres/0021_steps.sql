-- A report that was accepted stays so while its reporter is asked for more: where it stood then, and where an answer brings it back.
ALTER TABLE report ADD COLUMN asked_from TEXT CHECK (asked_from IN ('accepted','in_progress','extended','reopened'));
UPDATE report SET asked_from = (
    SELECT CASE WHEN CAST(facts AS JSON) ->> 'from' IN ('accepted', 'in_progress', 'extended', 'reopened') THEN CAST(facts AS JSON) ->> 'from' END FROM timeline
    WHERE timeline.report_id = report.id AND timeline.recalled_at IS NULL AND CAST(facts AS JSON) ->> 'to' = 'info_requested'
    ORDER BY timeline.at DESC LIMIT 1)
WHERE status = 'info_requested';

-- What each officer sent last for a report, as a keyed hash: a button pressed twice is known again.
CREATE TABLE sent_step (
    report_id UUID NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    staff_id  UUID NOT NULL REFERENCES staff (id),
    sent      BYTEA NOT NULL,
    at        TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (report_id, staff_id)
);
CREATE INDEX sent_step_by_time ON sent_step (at);
