-- How often a report was put into the index of search or taken out of it. Whoever remembers what a search counted knows by
-- it how much can have changed since.
CREATE TABLE search_state (
    changes INTEGER NOT NULL
);
INSERT INTO search_state (changes) VALUES (0);

CREATE TRIGGER search_entry_gone_is_a_change AFTER DELETE ON search_entry BEGIN
    UPDATE search_state SET changes = changes + 1;
END;
