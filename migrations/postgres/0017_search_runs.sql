-- Rows of the index that are quick to pass by. A question to an index of tokens ends in the rows of its hits, whatever is asked
-- of them; with the tokens in it a row takes half a page, so ten thousand hits were eight thousand pages. They lie beside the
-- rows now, and are read for phrases of more than four characters and for what waits to be indexed: a phrase of three or four
-- is one token (storage/search/index.rs). What the fence keeps from an officer stands in the row, and not among the tokens:
-- an index of tokens begins with the rarest word of a question, also with one that must not be there, and one that a few
-- reports of all years have made every step of a walk through the spans visit all of them.
DROP TABLE search_text;
CREATE TABLE search_text (
    place  BIGINT PRIMARY KEY,
    -- The court that a complaint is about, as a token.
    about  TEXT,
    tokens TSVECTOR NOT NULL
);
ALTER TABLE search_text ALTER COLUMN tokens SET STORAGE EXTERNAL;
CREATE INDEX search_text_tokens ON search_text USING gin (tokens) WITH (fastupdate = off);

-- What was indexed is indexed anew by the worker.
TRUNCATE search_entry;
INSERT INTO search_due (report_id, stamp) SELECT id, id FROM report ON CONFLICT (report_id) DO NOTHING;
UPDATE search_state SET changes = changes + 1;

-- The four functions of migration 0010 again, but for hits that are about `fence`, which may be null.
DROP FUNCTION search_newest(TEXT, BIGINT, BIGINT, BIGINT);
DROP FUNCTION search_count(TEXT, BIGINT, BIGINT, BIGINT);
DROP FUNCTION search_walk(TEXT, BIGINT, BIGINT, BIGINT, BOOLEAN);
DROP FUNCTION search_hits(TEXT, BIGINT, BIGINT);

CREATE FUNCTION search_hits(query TEXT, fence TEXT, lowest BIGINT, highest BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE ROWS 500
SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY SELECT place FROM search_text WHERE tokens @@ CAST(query AS tsquery) AND place + 0 BETWEEN lowest AND highest
        AND coalesce(about <> fence, TRUE);
END
$$;

-- How many places the planner expects to match. It reads no rows, but a stable function may not ask for a plan.
CREATE FUNCTION search_estimate(query TEXT) RETURNS BIGINT
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    plan JSON;
BEGIN
    EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM search_text WHERE tokens @@ CAST(%L AS tsquery)', query) INTO plan;
    RETURN plan #>> '{0,Plan,Plan Rows}';
END
$$;

-- Passing by what a span holds beside the hits costs a fifth of a hit each. So where the hits are few among many reports, all
-- of them at once are quicker than span by span, even if they are a few times as many as are wanted.
CREATE FUNCTION search_walk(query TEXT, fence TEXT, lowest BIGINT, highest BIGINT, wanted BIGINT, any_of_last BOOLEAN) RETURNS BIGINT[]
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
        RETURN ARRAY(SELECT hit FROM search_hits(query, fence, lowest, highest) AS hit LIMIT CASE WHEN any_of_last THEN wanted END);
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

CREATE FUNCTION search_count(query TEXT, fence TEXT, lowest BIGINT, highest BIGINT, most BIGINT) RETURNS BIGINT
LANGUAGE sql STABLE AS $$
    SELECT CAST(cardinality(search_walk(query, fence, lowest, highest, most, true)) AS BIGINT)
$$;

CREATE FUNCTION search_newest(query TEXT, fence TEXT, lowest BIGINT, highest BIGINT, wanted BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE ROWS 100 AS $$
DECLARE
    places BIGINT[] := search_walk(query, fence, lowest, highest, wanted, false);
BEGIN
    RETURN QUERY SELECT hit FROM unnest(places) AS hit
        WHERE hit >= coalesce((SELECT one FROM unnest(places) AS one ORDER BY one DESC OFFSET wanted - 1 LIMIT 1) & -4096, lowest);
END
$$;
