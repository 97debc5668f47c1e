-- An export that could not be made says so.
ALTER TABLE export_log DROP CONSTRAINT export_log_state_check, ADD CONSTRAINT export_log_state_check
    CHECK (state IN ('streamed','waiting','working','ready','too_many','too_large','refused','failed','erased'));

-- When a code that was to be texted turned out not to go: it can be texted again.
ALTER TABLE intake ADD COLUMN text_failed_at TIMESTAMPTZ;

-- One higher each time the reporter gives another name or address without changing what the report says.
ALTER TABLE report ADD COLUMN contact_version BIGINT NOT NULL DEFAULT 0;
