-- What a person was told about a location, written before it is shown; and which locations a
-- person silenced.

CREATE TABLE alerts (
    location   BLOB NOT NULL REFERENCES locations (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL CHECK (kind IN ('ends', 'lost')),
    ends       INTEGER,
    step       INTEGER,
    told_at    INTEGER NOT NULL,
    notice     TEXT NOT NULL,
    PRIMARY KEY (location, kind),
    CHECK ((kind = 'ends') = (ends IS NOT NULL) AND (ends IS NULL) = (step IS NULL))
) STRICT;

CREATE TABLE alert_rests (
    location BLOB PRIMARY KEY REFERENCES locations (id) ON DELETE CASCADE,
    until    INTEGER
) STRICT;
