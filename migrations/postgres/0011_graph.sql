-- What belongs together without being merged: same case, same respondent, same reporter, similar texts, links by hand.

-- Keyed hashes by which a report is found again: the respondent's number, the reporter's telephone and mail address.
-- (The hashes of case number and respondent's name stand on the report.)
CREATE TABLE report_key (
    kind      TEXT NOT NULL CHECK (kind IN ('respondent','reporter')),
    hash      BYTEA NOT NULL,
    report_id UUID NOT NULL REFERENCES report (id),
    PRIMARY KEY (kind, hash, report_id)
);
CREATE INDEX report_key_of ON report_key (report_id, kind);

-- The signature of a narrative under a key: two of them tell how alike their texts are, one of them tells nothing.
CREATE TABLE report_text (
    report_id UUID PRIMARY KEY REFERENCES report (id),
    signature BYTEA NOT NULL
);

-- Parts of signatures: texts that share one are looked at.
CREATE TABLE similar_band (
    band      BIGINT NOT NULL,
    report_id UUID NOT NULL REFERENCES report (id),
    PRIMARY KEY (band, report_id)
);
CREATE INDEX similar_band_of ON similar_band (report_id);

-- What was found, both ways, at most fifty for a report.
CREATE TABLE similar_text (
    report_id UUID NOT NULL REFERENCES report (id),
    other_id  UUID NOT NULL REFERENCES report (id),
    percent   BIGINT NOT NULL,
    PRIMARY KEY (report_id, other_id)
);
CREATE INDEX similar_text_to ON similar_text (other_id);

-- Links by hand, one for two reports. `from_id` is the one from which it was made: a duplicate duplicates the other.
CREATE TABLE link (
    low_id     UUID NOT NULL REFERENCES report (id),
    high_id    UUID NOT NULL REFERENCES report (id),
    from_id    UUID NOT NULL REFERENCES report (id),
    relation   TEXT NOT NULL CHECK (relation IN ('duplicate','related','contradicts')),
    staff_id   UUID NOT NULL REFERENCES staff (id),
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (low_id, high_id)
);
CREATE INDEX link_of_high ON link (high_id);

DROP INDEX report_by_case;
CREATE INDEX report_by_case ON report (case_hash, received_at, id) WHERE case_hash IS NOT NULL;
CREATE INDEX report_by_respondent ON report (respondent_hash, received_at, id) WHERE respondent_hash IS NOT NULL;
CREATE INDEX report_by_flood ON report (flood_of, received_at, id) WHERE flood_of IS NOT NULL;
CREATE INDEX report_of_many ON report (desk, court, id) WHERE flood_size > 4;

-- Of an entry about a link: the other report. Whoever may not see that one does not see the entry.
ALTER TABLE timeline ADD COLUMN other_id UUID REFERENCES report (id);
UPDATE timeline SET other_id = (SELECT id FROM report WHERE number = facts::json ->> 'number') WHERE kind IN ('link', 'unlink');
