-- Full-text search over sealed text. The index holds keyed tokens and no word; what they are made of stands in
-- actions/search_index.rs, who asks them how in storage/search/.

-- A report's place in the index: the microsecond of its arrival with a dozen bits behind it, so that walking down the
-- places is walking from new to old.
CREATE TABLE search_entry (
    place      BIGINT PRIMARY KEY,
    report_id  UUID NOT NULL UNIQUE REFERENCES report (id) ON DELETE CASCADE,
    indexed_at TIMESTAMPTZ NOT NULL
);

-- The tokens by place, without the text they came from. They stay in the row as they are, as far as it fits a page, because
-- a phrase is looked up in each; and the index of tokens takes them at once, because what it puts off, every search reads.
CREATE TABLE search_text (
    place  BIGINT PRIMARY KEY,
    tokens TSVECTOR NOT NULL
) WITH (toast_tuple_target = 8160);
ALTER TABLE search_text ALTER COLUMN tokens SET STORAGE EXTERNAL;
CREATE INDEX search_text_tokens ON search_text USING gin (tokens) WITH (fastupdate = off);

-- Reports that changed since they were indexed. The stamp is of the latest change: whoever indexed an earlier state
-- does not take it away.
CREATE TABLE search_due (
    report_id UUID PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
    stamp     UUID NOT NULL
);

-- Among the tokens of a place are those of the spans of time that hold it (storage/search/index.rs): eighteen minutes, eight
-- times that, and so on to nine years. An index of tokens gives its hits in no order, all or none; asked for a span beside the
-- words, it gives those of the span, and skips what it has of others. So hits are looked for span by span, from new to old.

-- The next spans below a place that ends one: as many neighbours as `width` asks for, of the largest size that it allows.
CREATE FUNCTION search_spans(above BIGINT, width FLOAT8, OUT low BIGINT, OUT spans TEXT)
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    bits INT := 42;
    span BIGINT;
BEGIN
    WHILE bits < 60 AND above >> bits + 3 << bits + 3 = above AND width >= 2.0 ^ (bits + 3) LOOP
        bits := bits + 3;
    END LOOP;
    span := above >> bits;
    -- At most to the end of the next larger one, which is then to be had.
    low := span - least(CASE WHEN span & 7 = 0 THEN 8 ELSE span & 7 END, greatest(ceil(width / 2.0 ^ bits), 1));
    SELECT string_agg('T' || bits || 'x' || to_hex(one), '|') INTO spans FROM generate_series(low, span - 1) AS one;
    low := low << bits;
END
$$;

-- How wide to look next, when so many were found in what was looked at: for all that are missing, if they lie as close, but
-- never more than twice as far; eight times, while there was nothing.
CREATE FUNCTION search_width(looked_at FLOAT8, found BIGINT, wanted BIGINT) RETURNS FLOAT8
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN found = 0 THEN 8 * looked_at ELSE least(2 * looked_at, 1.1 * looked_at / found * (wanted - found)) END
$$;

-- In all that follow the planner can only ask the index of tokens: left to itself it walks the primary key and looks into
-- every row when it takes a rare token for a frequent one. `place + 0` keeps it from the key.

-- The places whose tokens match, between two places.
CREATE FUNCTION search_hits(query TEXT, lowest BIGINT, highest BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE ROWS 500
SET enable_seqscan = off SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    RETURN QUERY SELECT place FROM search_text WHERE tokens @@ CAST(query AS tsquery) AND place + 0 BETWEEN lowest AND highest;
END
$$;

-- The places that match between two places, from the newest span on, until there are as many as are wanted: with all of the
-- last span, or, where anyone will do (`any_of_last`), no more than are wanted.
CREATE FUNCTION search_walk(query TEXT, lowest BIGINT, highest BIGINT, wanted BIGINT, any_of_last BOOLEAN) RETURNS BIGINT[]
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
    SELECT (least(highest, max(place)) >> 42) + 1 << 42, greatest(lowest, min(place)) INTO top, bottom FROM search_text;
    above := top;
    WHILE above > bottom AND cardinality(places) < wanted LOOP
        step := search_spans(above, width);
        places := places || ARRAY(SELECT place FROM search_text WHERE tokens @@ CAST('(' || query || ')&(' || step.spans || ')' AS tsquery)
            AND place + 0 BETWEEN lowest AND highest LIMIT CASE WHEN any_of_last THEN wanted - cardinality(places) END);
        above := step.low;
        width := search_width(top - CAST(above AS FLOAT8), cardinality(places), wanted);
    END LOOP;
    RETURN places;
END
$$;

-- How many places match, between two places; no more than `most` are counted.
CREATE FUNCTION search_count(query TEXT, lowest BIGINT, highest BIGINT, most BIGINT) RETURNS BIGINT
LANGUAGE sql STABLE AS $$
    SELECT CAST(cardinality(search_walk(query, lowest, highest, most, true)) AS BIGINT)
$$;

-- The places of the newest matches between two places: at least `wanted` if there are as many, with the whole microsecond
-- of the last of them, within which places have no order.
CREATE FUNCTION search_newest(query TEXT, lowest BIGINT, highest BIGINT, wanted BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE ROWS 100 AS $$
DECLARE
    places BIGINT[] := search_walk(query, lowest, highest, wanted, false);
BEGIN
    RETURN QUERY SELECT hit FROM unnest(places) AS hit
        WHERE hit >= coalesce((SELECT one FROM unnest(places) AS one ORDER BY one DESC OFFSET wanted - 1 LIMIT 1) & -4096, lowest);
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
