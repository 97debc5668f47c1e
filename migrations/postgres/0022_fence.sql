-- Of an event about a link: the other report. Whoever may not see that one does not hear of it. What is there already is
-- kept for a day only; it goes at once.
ALTER TABLE report_event ADD COLUMN other_id UUID REFERENCES report (id) ON DELETE CASCADE;
DELETE FROM report_event WHERE kind IN ('link', 'unlink');

-- When the clerk who took a report in was shown a code that opens what that clerk may not read: once.
ALTER TABLE intake ADD COLUMN code_shown_at TIMESTAMPTZ;
