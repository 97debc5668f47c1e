-- What belongs to a report is counted without a look at each other report: the scope's columns stand in the index.
DROP INDEX report_by_case;
CREATE INDEX report_by_case ON report (case_hash, received_at, id, desk, court, circuit, channel, court_concerned)
    WHERE case_hash IS NOT NULL;
DROP INDEX report_by_respondent;
CREATE INDEX report_by_respondent ON report (respondent_hash, received_at, id, desk, court, circuit, channel, court_concerned)
    WHERE respondent_hash IS NOT NULL;
