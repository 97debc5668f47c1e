-- The signed receipt holds public values only. sealed_receipt: what binds it to code and text.
ALTER TABLE report ADD COLUMN receipt TEXT;
ALTER TABLE report ADD COLUMN sealed_receipt BYTEA;
-- When its reporter first came back with the code.
ALTER TABLE report ADD COLUMN followed_at TIMESTAMPTZ;
-- On that first visit: the code, sealed under the visit, so that the note can be held against it.
ALTER TABLE follow_access ADD COLUMN sealed_code BYTEA;
