-- Of an event about a link: the other report. Whoever may not see that one does not hear of it. What is there already is
-- kept for a day only; it goes at once.
ALTER TABLE report_event ADD COLUMN other_id UUID REFERENCES report (id) ON DELETE CASCADE;
DELETE FROM report_event WHERE kind IN ('link', 'unlink');
