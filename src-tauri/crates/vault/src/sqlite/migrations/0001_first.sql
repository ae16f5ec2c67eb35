-- In clear: what the list shows. Sealed: `data_keys` and `seals`, and nothing outside them.

CREATE TABLE clients (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL
) STRICT;

CREATE TABLE logins (
    id      BLOB PRIMARY KEY CHECK (length(id) = 16),
    network TEXT NOT NULL,
    host    TEXT,
    account TEXT NOT NULL,
    name    TEXT NOT NULL
) STRICT;

CREATE TABLE grants (
    id               BLOB PRIMARY KEY CHECK (length(id) = 16),
    login            BLOB NOT NULL REFERENCES logins (id),
    kind             TEXT NOT NULL,
    scopes           TEXT NOT NULL,
    issued_at        INTEGER NOT NULL,
    access_ends      INTEGER,
    refresh_ends     INTEGER,
    data_access_ends INTEGER,
    renewable        INTEGER NOT NULL CHECK (renewable IN (0, 1)),
    generation       INTEGER NOT NULL CHECK (generation > 0)
) STRICT;

CREATE INDEX grants_of_login ON grants (login);

CREATE TABLE locations (
    id             BLOB PRIMARY KEY CHECK (length(id) = 16),
    network        TEXT NOT NULL,
    host           TEXT,
    account        TEXT,
    account_kind   TEXT,
    account_name   TEXT,
    account_handle TEXT,
    client         BLOB REFERENCES clients (id) ON DELETE SET NULL,
    login          BLOB REFERENCES logins (id),
    "grant"        BLOB REFERENCES grants (id),
    added_at       INTEGER NOT NULL,
    settled        TEXT NOT NULL,
    looked_at      INTEGER,
    verdict        TEXT
) STRICT;

CREATE INDEX locations_of_client ON locations (client);
CREATE INDEX locations_of_login ON locations (login);
CREATE INDEX locations_of_grant ON locations ("grant");

CREATE TABLE apps (
    network    TEXT NOT NULL,
    host       TEXT NOT NULL,
    client_id  TEXT NOT NULL,
    has_secret INTEGER NOT NULL CHECK (has_secret IN (0, 1)),
    extra      TEXT NOT NULL,
    generation INTEGER NOT NULL CHECK (generation > 0),
    PRIMARY KEY (network, host)
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE activity (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    location BLOB,
    kind     TEXT NOT NULL,
    detail   TEXT NOT NULL
) STRICT;

CREATE INDEX activity_of_location ON activity (location, at);
CREATE INDEX activity_by_time ON activity (at);

CREATE TABLE renewals (
    "grant"    BLOB PRIMARY KEY REFERENCES grants (id) ON DELETE CASCADE,
    lease      BLOB NOT NULL CHECK (length(lease) = 16),
    generation INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    sent_at    INTEGER
) STRICT;

CREATE TABLE data_keys (
    number       INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    kek          BLOB NOT NULL CHECK (length(kek) = 16),
    format       INTEGER NOT NULL,
    nonce        BLOB NOT NULL,
    body         BLOB NOT NULL,
    canary_nonce BLOB NOT NULL,
    canary_body  BLOB NOT NULL
) STRICT;

CREATE TABLE seals (
    home    TEXT NOT NULL,
    row     BLOB NOT NULL,
    key     BLOB NOT NULL,
    format  INTEGER NOT NULL,
    nonce   BLOB NOT NULL,
    body    BLOB NOT NULL,
    PRIMARY KEY (home, row)
) STRICT;

CREATE TABLE kept_data_keys (
    kept_at      INTEGER NOT NULL,
    id           BLOB NOT NULL,
    kek          BLOB NOT NULL,
    format       INTEGER NOT NULL,
    nonce        BLOB NOT NULL,
    body         BLOB NOT NULL,
    canary_nonce BLOB NOT NULL,
    canary_body  BLOB NOT NULL
) STRICT;

CREATE TABLE kept_seals (
    kept_at    INTEGER NOT NULL,
    home       TEXT NOT NULL,
    row        BLOB NOT NULL,
    generation INTEGER NOT NULL,
    key        BLOB NOT NULL,
    format     INTEGER NOT NULL,
    nonce      BLOB NOT NULL,
    body       BLOB NOT NULL
) STRICT;
