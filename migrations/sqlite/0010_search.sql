-- Full-text search over sealed text. The index holds keyed tokens and no word; what they are made of stands in
-- actions/search_index.rs, who asks them how in storage/search.rs.

-- A report's place in the index: the microsecond of its arrival with a dozen bits behind it, so that walking down the
-- places is walking from new to old.
CREATE TABLE search_entry (
    place      INTEGER PRIMARY KEY NOT NULL,
    report_id  BLOB NOT NULL UNIQUE REFERENCES report (id) ON DELETE CASCADE,
    indexed_at TEXT NOT NULL
);

-- The tokens by place, without the text they came from.
CREATE VIRTUAL TABLE search_text USING fts5 (tokens, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Whether hits are within a scope, without reading their rows: a count looks at ten thousand of them.
CREATE INDEX report_for_search ON report (id, desk, court, circuit, channel, court_concerned);

-- Reports that changed since they were indexed. The stamp is of the latest change: whoever indexed an earlier state
-- does not take it away.
CREATE TABLE search_due (
    report_id BLOB PRIMARY KEY NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    stamp     BLOB NOT NULL
);

-- What is here already is indexed by the worker.
INSERT INTO search_due (report_id, stamp) SELECT id, id FROM report;
