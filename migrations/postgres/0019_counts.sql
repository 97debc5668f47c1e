-- A list that asks for one field alone adds up 3,700 combinations of codes in a large province, to learn what the field alone
-- would have told. So each field has a tally of its own, days and persons have one at all, and lanes are a row for each status.

-- Complaints about a court that lie with one court; the index there is goes by circuits.
CREATE INDEX report_about_court ON report (court_concerned, desk, court) WHERE channel = 'complaint';

-- What was not folded yet.
INSERT INTO tally (level, circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assigned, result, n)
SELECT * FROM (
    SELECT level, CASE WHEN level = 'all' THEN '' ELSE circuit END, CASE WHEN level = 'court' THEN court ELSE '' END, desk, channel, category,
        status, livelihood, held, urgent, due_band, assigned, result, CAST(sum(n) AS BIGINT) AS n
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
    urgent     BIGINT NOT NULL,
    livelihood BIGINT NOT NULL,
    late       BIGINT NOT NULL,
    unassigned BIGINT NOT NULL,
    held       BIGINT NOT NULL,
    unsettled  BIGINT NOT NULL,
    n          BIGINT NOT NULL,
    PRIMARY KEY (level, desk, court, circuit, status)
);
-- Days are those of China: YYYY-MM-DD.
CREATE TABLE field_tally (
    level      TEXT NOT NULL CHECK (level IN ('all','circuit','court')),
    circuit    TEXT NOT NULL,
    court      TEXT NOT NULL,
    desk       TEXT NOT NULL,
    field      TEXT NOT NULL CHECK (field IN ('channel','category','status','livelihood','due_band','assigned','result','received_on','due_on')),
    value      TEXT NOT NULL,
    n          BIGINT NOT NULL,
    PRIMARY KEY (level, desk, court, field, circuit, value)
);
CREATE INDEX field_tally_empty ON field_tally (level) WHERE n = 0;
CREATE TABLE assignee_tally (
    assignee   UUID NOT NULL,
    circuit    TEXT NOT NULL,
    court      TEXT NOT NULL,
    desk       TEXT NOT NULL,
    open       BOOLEAN NOT NULL,
    n          BIGINT NOT NULL,
    PRIMARY KEY (assignee, desk, court, circuit, open)
);

CREATE FUNCTION day_in_china(moment TIMESTAMPTZ) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
    SELECT to_char(moment AT TIME ZONE 'UTC' + INTERVAL '8 hours', 'YYYY-MM-DD')
$$;
-- What is counted of a report.
CREATE VIEW counted_report AS
SELECT circuit, court, desk, channel, category, status, coalesce(livelihood, '') AS livelihood, held, urgent, due_band, assignee,
    assignee IS NOT NULL AS assigned, coalesce(citizen_result, '') AS result,
    day_in_china(received_at) AS received_on, day_in_china(due_at) AS due_on
FROM report;

DROP TRIGGER report_counted ON report;
DROP TABLE tally_change;
CREATE TABLE tally_change (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    circuit     TEXT NOT NULL,
    court       TEXT NOT NULL,
    desk        TEXT NOT NULL,
    channel     TEXT NOT NULL,
    category    TEXT NOT NULL,
    status      TEXT NOT NULL,
    livelihood  TEXT NOT NULL,
    held        BOOLEAN NOT NULL,
    urgent      BOOLEAN NOT NULL,
    due_band    BIGINT NOT NULL,
    assignee    UUID,
    assigned    BOOLEAN NOT NULL,
    result      TEXT NOT NULL,
    received_on TEXT NOT NULL,
    due_on      TEXT NOT NULL,
    n           BIGINT NOT NULL
);
CREATE OR REPLACE FUNCTION count_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.circuit, OLD.court, OLD.desk, OLD.channel, OLD.category, OLD.status, coalesce(OLD.livelihood, ''), OLD.held, OLD.urgent,
            OLD.due_band, coalesce(OLD.assignee::text, ''), coalesce(OLD.citizen_result, ''), day_in_china(OLD.received_at), day_in_china(OLD.due_at))
        = (NEW.circuit, NEW.court, NEW.desk, NEW.channel, NEW.category, NEW.status, coalesce(NEW.livelihood, ''), NEW.held, NEW.urgent,
            NEW.due_band, coalesce(NEW.assignee::text, ''), coalesce(NEW.citizen_result, ''), day_in_china(NEW.received_at), day_in_china(NEW.due_at)) THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, assigned, result, received_on, due_on, n)
        VALUES (OLD.circuit, OLD.court, OLD.desk, OLD.channel, OLD.category, OLD.status, coalesce(OLD.livelihood, ''), OLD.held, OLD.urgent, OLD.due_band,
            OLD.assignee, OLD.assignee IS NOT NULL, coalesce(OLD.citizen_result, ''), day_in_china(OLD.received_at), day_in_china(OLD.due_at), -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO tally_change (circuit, court, desk, channel, category, status, livelihood, held, urgent, due_band, assignee, assigned, result, received_on, due_on, n)
        VALUES (NEW.circuit, NEW.court, NEW.desk, NEW.channel, NEW.category, NEW.status, coalesce(NEW.livelihood, ''), NEW.held, NEW.urgent, NEW.due_band,
            NEW.assignee, NEW.assignee IS NOT NULL, coalesce(NEW.citizen_result, ''), day_in_china(NEW.received_at), day_in_china(NEW.due_at), 1);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER report_counted AFTER INSERT OR UPDATE OR DELETE ON report FOR EACH ROW EXECUTE FUNCTION count_report();

-- What is here already.
INSERT INTO lane_tally
SELECT level, circuit, court, desk, status, CAST(sum(CASE WHEN urgent THEN n ELSE 0 END) AS BIGINT), CAST(sum(CASE WHEN livelihood <> '' THEN n ELSE 0 END) AS BIGINT),
    CAST(sum(CASE WHEN due_band = 0 THEN n ELSE 0 END) AS BIGINT), CAST(sum(CASE WHEN assigned THEN 0 ELSE n END) AS BIGINT), CAST(sum(CASE WHEN held THEN n ELSE 0 END) AS BIGINT),
    CAST(sum(CASE WHEN result = 'not' THEN n ELSE 0 END) AS BIGINT), CAST(sum(n) AS BIGINT)
FROM tally GROUP BY 1, 2, 3, 4, 5;
INSERT INTO field_tally
SELECT level, circuit, court, desk, field,
    CASE field WHEN 'channel' THEN channel WHEN 'category' THEN category WHEN 'status' THEN status WHEN 'livelihood' THEN livelihood
        WHEN 'due_band' THEN CAST(due_band AS TEXT) WHEN 'assigned' THEN CASE WHEN assigned THEN 'yes' ELSE 'no' END ELSE result END AS value,
    CAST(sum(n) AS BIGINT)
FROM tally CROSS JOIN (SELECT 'channel' AS field UNION ALL SELECT 'category' UNION ALL SELECT 'status' UNION ALL SELECT 'livelihood'
    UNION ALL SELECT 'due_band' UNION ALL SELECT 'assigned' UNION ALL SELECT 'result') AS fields
GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO field_tally
SELECT 'court', circuit, court, desk, 'received_on', received_on, count(*) FROM counted_report GROUP BY 2, 3, 4, 6;
INSERT INTO field_tally
SELECT 'court', circuit, court, desk, 'due_on', due_on, count(*) FROM counted_report GROUP BY 2, 3, 4, 6;
INSERT INTO field_tally
SELECT 'circuit', circuit, '', desk, field, value, CAST(sum(n) AS BIGINT) FROM field_tally WHERE level = 'court' AND field IN ('received_on', 'due_on') GROUP BY 2, 4, 5, 6;
INSERT INTO field_tally
SELECT 'all', '', '', desk, field, value, CAST(sum(n) AS BIGINT) FROM field_tally WHERE level = 'circuit' AND field IN ('received_on', 'due_on') GROUP BY 4, 5, 6;
INSERT INTO assignee_tally
SELECT assignee, circuit, court, desk, due_band < 4, count(*) FROM counted_report WHERE assignee IS NOT NULL GROUP BY 1, 2, 3, 4, 5;

-- Whoever counts up to a number need not fetch more hits than that. A function that is asked for rows makes all of them before
-- the first is taken, so the limit stands in the question itself.
CREATE OR REPLACE FUNCTION search_walk(query TEXT, fence TEXT, lowest BIGINT, highest BIGINT, wanted BIGINT, any_of_last BOOLEAN) RETURNS BIGINT[]
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    step RECORD;
    top BIGINT;
    bottom BIGINT;
    above BIGINT;
    width FLOAT8 := 2.0 ^ 45;
    places BIGINT[] := '{}';
BEGIN
    IF search_estimate(query) <= 4 * wanted THEN
        RETURN ARRAY(SELECT place FROM search_text WHERE tokens @@ CAST(query AS tsquery) AND place + 0 BETWEEN lowest AND highest
            AND coalesce(about <> fence, TRUE) LIMIT CASE WHEN any_of_last THEN wanted END);
    END IF;
    SELECT (least(highest, max(place)) >> 42) + 1 << 42, greatest(lowest, min(place)) INTO top, bottom FROM search_text;
    above := top;
    WHILE above > bottom AND cardinality(places) < wanted LOOP
        step := search_spans(above, width);
        places := places || ARRAY(SELECT place FROM search_text WHERE tokens @@ CAST('(' || query || ')&(' || step.spans || ')' AS tsquery)
            AND place + 0 BETWEEN lowest AND highest AND coalesce(about <> fence, TRUE)
            LIMIT CASE WHEN any_of_last THEN wanted - cardinality(places) END);
        above := step.low;
        width := search_width(top - CAST(above AS FLOAT8), cardinality(places), wanted);
    END LOOP;
    RETURN places;
END
$$;
