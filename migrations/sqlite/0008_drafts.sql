-- How far somebody came in the form, so that a draft opens where they stopped.
ALTER TABLE draft ADD COLUMN reached TEXT;
-- Whether the field that people do not see was filled in when the draft was begun.
ALTER TABLE draft ADD COLUMN trapped BOOLEAN NOT NULL DEFAULT FALSE;

-- The code with which a draft is opened again: a keyed hash of it, and the token of the draft's address sealed under it.
-- When the draft has ended the row says how, for a month, and holds nothing else.
CREATE TABLE resume_code (
    code_hash    BLOB PRIMARY KEY,
    draft_id     BLOB UNIQUE REFERENCES draft (id),
    sealed_token BLOB,
    shown        BOOLEAN NOT NULL,
    ended        TEXT CHECK (ended IN ('sent','expired','deleted')),
    forget_at    TEXT
);
CREATE INDEX resume_code_by_end ON resume_code (forget_at);

-- What a visit sent within a day: a keyed hash over visit, channel and case number together.
CREATE TABLE filed (
    twin_hash  BLOB PRIMARY KEY,
    report_id  BLOB NOT NULL REFERENCES report (id),
    expires_at TEXT NOT NULL
);
CREATE INDEX filed_by_end ON filed (expires_at);
