-- Counts for a filter walk all codes of the province. With the number in the key's index they are read from it alone, and not
-- each from a page of its own.
ALTER TABLE tally DROP CONSTRAINT tally_pkey, ADD PRIMARY KEY
    (level, desk, court, circuit, channel, category, status, livelihood, held, urgent, due_band, assigned, result) INCLUDE (n);

-- SQLite also puts its index of tokens together sooner; PostgreSQL's is looked through in one piece.
