-- Full-text search over sealed text. The index holds keyed tokens and no word; what they are made of stands in
-- actions/search_index.rs, who asks them how in storage/search/.

-- A report's place in the index: the microsecond of its arrival with a dozen bits behind it, so that walking down the
-- places is walking from new to old.
CREATE TABLE search_entry (
    place      BIGINT PRIMARY KEY,
    report_id  UUID NOT NULL UNIQUE REFERENCES report (id) ON DELETE CASCADE,
    indexed_at TIMESTAMPTZ NOT NULL
);

-- The tokens by place, without the text they came from. In sixteen parts: the index of tokens answers for a whole part
-- or not at all, so whoever counts up to a limit stops after the first part or two of a frequent word.
CREATE TABLE search_text (
    place  BIGINT PRIMARY KEY,
    tokens TSVECTOR NOT NULL
) PARTITION BY HASH (place);
DO $$
BEGIN
    FOR n IN 0..15 LOOP
        EXECUTE format('CREATE TABLE search_text_%s PARTITION OF search_text FOR VALUES WITH (MODULUS 16, REMAINDER %s)', n, n);
    END LOOP;
END
$$;
CREATE INDEX search_text_tokens ON search_text USING gin (tokens);

-- Reports that changed since they were indexed. The stamp is of the latest change: whoever indexed an earlier state
-- does not take it away.
CREATE TABLE search_due (
    report_id UUID PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
    stamp     UUID NOT NULL
);

-- The places whose tokens match, between two places; at most so many (NULL: all), then whichever come first. Left to
-- itself, the planner walks the primary key and looks into every row when it takes a rare token for a frequent one; here
-- it can only ask the index of tokens.
CREATE FUNCTION search_hits(query TEXT, lowest BIGINT, highest BIGINT, most BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE ROWS 500
SET enable_seqscan = off SET enable_indexscan = off SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY SELECT search_text.place FROM search_text
        WHERE search_text.tokens @@ CAST(query AS tsquery) AND search_text.place BETWEEN lowest AND highest LIMIT most;
END
$$;

-- The places of the newest matches between two places: at least `wanted` if there are as many, with the whole microsecond
-- of the last of them, within which places have no order. A word that stands everywhere is among the newest few often
-- enough. Else what the index of tokens finds is counted; only when that is much, walking from new to old soon meets
-- enough of it.
CREATE FUNCTION search_newest(query TEXT, lowest BIGINT, highest BIGINT, wanted BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql VOLATILE ROWS 100
SET enable_seqscan = off SET enable_indexscan = on SET enable_bitmapscan = off SET plan_cache_mode = force_custom_plan
AS $$
DECLARE
    many CONSTANT BIGINT := 20000;
    found BIGINT;
    places BIGINT[];
    last BIGINT;
BEGIN
    SELECT array_agg(hit.place ORDER BY hit.place DESC) INTO places FROM (
        SELECT newest.place FROM (
            SELECT search_text.place, search_text.tokens FROM search_text
            WHERE search_text.place BETWEEN lowest AND highest ORDER BY search_text.place DESC LIMIT 2 * wanted
        ) AS newest WHERE newest.tokens @@ CAST(query AS tsquery) ORDER BY newest.place DESC LIMIT wanted
    ) AS hit;
    IF coalesce(cardinality(places), 0) < wanted THEN
        PERFORM set_config('enable_indexscan', 'off', true), set_config('enable_bitmapscan', 'on', true);
        WITH few AS MATERIALIZED (
            SELECT search_text.place FROM search_text
            WHERE search_text.tokens @@ CAST(query AS tsquery) AND search_text.place BETWEEN lowest AND highest LIMIT many
        )
        SELECT (SELECT count(*) FROM few),
            (SELECT array_agg(hit.place ORDER BY hit.place DESC) FROM (SELECT few.place FROM few ORDER BY few.place DESC LIMIT wanted) AS hit)
        INTO found, places;
        PERFORM set_config('enable_indexscan', 'on', true), set_config('enable_bitmapscan', 'off', true);
        IF found >= many THEN
            SELECT array_agg(hit.place ORDER BY hit.place DESC) INTO places FROM (
                SELECT search_text.place FROM search_text
                WHERE search_text.tokens @@ CAST(query AS tsquery) AND search_text.place BETWEEN lowest AND highest
                ORDER BY search_text.place DESC LIMIT wanted
            ) AS hit;
        END IF;
    END IF;
    RETURN QUERY SELECT unnest(places);
    last := places[cardinality(places)];
    RETURN QUERY SELECT search_text.place FROM search_text
        WHERE search_text.place >= greatest(last & -4096, lowest) AND search_text.place < last AND search_text.tokens @@ CAST(query AS tsquery);
END
$$;

-- What the index says of how a report stands is true until it changes; then it waits to be indexed, whoever changed it.
CREATE FUNCTION note_search_due() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_due (report_id, stamp) VALUES (NEW.id, gen_random_uuid()) ON CONFLICT (report_id) DO UPDATE SET stamp = excluded.stamp;
    RETURN NULL;
END
$$;
CREATE TRIGGER report_stands_otherwise AFTER UPDATE OF desk, circuit, court, channel, category, status, court_concerned, livelihood, held, urgent, assignee, closed_at, citizen_result, due_band ON report
FOR EACH ROW WHEN ((OLD.desk, OLD.circuit, OLD.court, OLD.channel, OLD.category, OLD.status, OLD.court_concerned, OLD.livelihood, OLD.held, OLD.urgent, OLD.assignee, OLD.closed_at, OLD.citizen_result, OLD.due_band)
    IS DISTINCT FROM (NEW.desk, NEW.circuit, NEW.court, NEW.channel, NEW.category, NEW.status, NEW.court_concerned, NEW.livelihood, NEW.held, NEW.urgent, NEW.assignee, NEW.closed_at, NEW.citizen_result, NEW.due_band))
EXECUTE FUNCTION note_search_due();
-- A report that is gone leaves nothing that could be counted.
CREATE FUNCTION erase_search_text() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_text WHERE place = OLD.place;
    RETURN NULL;
END
$$;
CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry FOR EACH ROW EXECUTE FUNCTION erase_search_text();

-- What is here already is indexed by the worker.
INSERT INTO search_due (report_id, stamp) SELECT id, id FROM report;
