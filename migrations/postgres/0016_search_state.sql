-- How often a report was put into the index of search or taken out of it. Whoever remembers what a search counted knows by
-- it how much can have changed since.
CREATE TABLE search_state (
    changes BIGINT NOT NULL
);
INSERT INTO search_state (changes) VALUES (0);

CREATE FUNCTION note_search_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE search_state SET changes = changes + 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER search_entry_gone_is_a_change AFTER DELETE ON search_entry FOR EACH ROW EXECUTE FUNCTION note_search_change();
