-- What is over is found without walking what stays: every twenty seconds, on SQLite while everybody who writes waits.
DROP INDEX answer_by_end;
CREATE INDEX answer_by_end ON answer (expires_at) WHERE sealed IS NOT NULL;
CREATE INDEX notification_by_time ON notification (at);
CREATE INDEX attempt_by_end ON attempt (expires_at);
CREATE INDEX follow_access_by_end ON follow_access (expires_at);
