-- Full-text search over sealed text. The index holds keyed tokens and no word; what they are made of stands in
-- actions/search_index.rs, who asks them how in storage/search/.

-- A report's place in the index: the microsecond of its arrival with a dozen bits behind it, so that walking down the
-- places is walking from new to old.
CREATE TABLE search_entry (
    place      INTEGER PRIMARY KEY NOT NULL,
    report_id  BLOB NOT NULL UNIQUE REFERENCES report (id) ON DELETE CASCADE,
    indexed_at TEXT NOT NULL
);

-- The tokens by place, without the text they came from.
CREATE VIRTUAL TABLE search_text USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Whether hits are in a list, without reading their rows: a count that the index of tokens cannot tell looks at ten
-- thousand of them.
CREATE INDEX report_for_search ON report (id, desk, court, circuit, channel, court_concerned, category, status, livelihood, due_band, held, urgent, assignee, citizen_result, received_at, due_at, closed_at);

-- Reports that changed since they were indexed. The stamp is of the latest change: whoever indexed an earlier state
-- does not take it away.
CREATE TABLE search_due (
    report_id BLOB PRIMARY KEY NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    stamp     BLOB NOT NULL
);

-- What the index says of how a report stands is true until it changes; then it waits to be indexed, whoever changed it.
CREATE TRIGGER report_stands_otherwise AFTER UPDATE OF desk, circuit, court, channel, category, status, court_concerned, livelihood, held, urgent, assignee, closed_at, citizen_result, due_band ON report
WHEN (OLD.desk, OLD.circuit, OLD.court, OLD.channel, OLD.category, OLD.status, OLD.court_concerned, OLD.livelihood, OLD.held, OLD.urgent, OLD.assignee, OLD.closed_at, OLD.citizen_result, OLD.due_band)
    IS NOT (NEW.desk, NEW.circuit, NEW.court, NEW.channel, NEW.category, NEW.status, NEW.court_concerned, NEW.livelihood, NEW.held, NEW.urgent, NEW.assignee, NEW.closed_at, NEW.citizen_result, NEW.due_band)
BEGIN
    INSERT INTO search_due (report_id, stamp) VALUES (NEW.id, randomblob(16)) ON CONFLICT (report_id) DO UPDATE SET stamp = excluded.stamp;
END;
-- A report that is gone leaves nothing that could be counted.
CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entry BEGIN
    DELETE FROM search_text WHERE rowid = OLD.place;
END;

-- What is here already is indexed by the worker.
INSERT INTO search_due (report_id, stamp) SELECT id, id FROM report;
