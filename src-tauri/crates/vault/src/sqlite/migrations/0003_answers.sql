-- What came back for a renewal, sealed as it came and before anybody read it; it goes with its
-- intent.

CREATE TABLE answers (
    "grant"    BLOB PRIMARY KEY REFERENCES renewals ("grant") ON DELETE CASCADE,
    lease      BLOB NOT NULL CHECK (length(lease) = 16),
    generation INTEGER NOT NULL,
    key        BLOB NOT NULL,
    format     INTEGER NOT NULL,
    nonce      BLOB NOT NULL,
    body       BLOB NOT NULL
) STRICT;
