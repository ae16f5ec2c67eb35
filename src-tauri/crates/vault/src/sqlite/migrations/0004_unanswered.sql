-- For how long a location brought no answer, and that a person was told so: a computer that is
-- switched off every evening would otherwise never come to say it.

ALTER TABLE locations ADD COLUMN unanswered TEXT;

CREATE TABLE new_alerts (
    location   BLOB NOT NULL REFERENCES locations (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL CHECK (kind IN ('ends', 'lost', 'unheard')),
    ends       INTEGER,
    step       INTEGER,
    unheard    TEXT,
    told_at    INTEGER NOT NULL,
    notice     TEXT NOT NULL,
    PRIMARY KEY (location, kind),
    CHECK ((kind = 'ends') = (ends IS NOT NULL) AND (ends IS NULL) = (step IS NULL)),
    CHECK ((kind = 'unheard') = (unheard IS NOT NULL))
) STRICT;

INSERT INTO new_alerts (location, kind, ends, step, told_at, notice)
    SELECT location, kind, ends, step, told_at, notice FROM alerts;

DROP TABLE alerts;

ALTER TABLE new_alerts RENAME TO alerts;
