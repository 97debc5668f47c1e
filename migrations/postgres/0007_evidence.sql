-- What the virus scanner says of a file: none asked yet, waiting for its answer, or the answer.
ALTER TABLE file ADD COLUMN scan TEXT NOT NULL DEFAULT 'none' CHECK (scan IN ('none','waiting','clean','infected','unscannable'));
CREATE INDEX file_unscanned ON file (created_at) WHERE scan = 'none';

-- A file that arrives in parts; once it is whole it becomes a row of `file` with the same identity.
CREATE TABLE upload (
    id          UUID PRIMARY KEY,
    draft_id    UUID REFERENCES draft (id),
    report_id   UUID REFERENCES report (id),
    sealed_meta BYTEA NOT NULL,
    size        BIGINT NOT NULL,
    received    BIGINT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL,
    expires_at  TIMESTAMPTZ NOT NULL
);
CREATE INDEX upload_of_draft ON upload (draft_id);
CREATE INDEX upload_of_report ON upload (report_id);
CREATE INDEX upload_by_end ON upload (expires_at);

-- A part's identity is its place in the file store.
CREATE TABLE upload_part (
    id        UUID PRIMARY KEY,
    upload_id UUID NOT NULL REFERENCES upload (id),
    start     BIGINT NOT NULL,
    size      BIGINT NOT NULL,
    UNIQUE (upload_id, start)
);
