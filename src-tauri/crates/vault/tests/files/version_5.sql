-- A store of version 5 as a released program left it, with its key: two sign-ins at one server and
-- the app that is registered there. Frozen: it is never written anew.
-- key: ARe9o3fPIDImLi+Fl7kBSCNW1Lp038IJIL7P15VSJm9ht4NveQBNelipEp5akHVsFg==
PRAGMA user_version = 5;
PRAGMA application_id = 1198681716;
BEGIN TRANSACTION;
CREATE TABLE activity (
    id       INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    location BLOB,
    kind     TEXT NOT NULL,
    detail   TEXT NOT NULL
) STRICT;
CREATE TABLE alert_rests (
    location BLOB PRIMARY KEY REFERENCES locations (id) ON DELETE CASCADE,
    until    INTEGER
) STRICT;
CREATE TABLE "alerts" (
    location   BLOB NOT NULL REFERENCES locations (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL CHECK (kind IN ('ends', 'lost', 'unheard')),
    ends       INTEGER,
    step       INTEGER,
    unheard    TEXT,
    told_at    INTEGER NOT NULL,
    notice     TEXT NOT NULL, shown INTEGER NOT NULL DEFAULT 1 CHECK (shown IN (0, 1)),
    PRIMARY KEY (location, kind),
    CHECK ((kind = 'ends') = (ends IS NOT NULL) AND (ends IS NULL) = (step IS NULL)),
    CHECK ((kind = 'unheard') = (unheard IS NOT NULL))
) STRICT;
CREATE TABLE answers (
    "grant"    BLOB PRIMARY KEY REFERENCES renewals ("grant") ON DELETE CASCADE,
    lease      BLOB NOT NULL CHECK (length(lease) = 16),
    generation INTEGER NOT NULL,
    key        BLOB NOT NULL,
    format     INTEGER NOT NULL,
    nonce      BLOB NOT NULL,
    body       BLOB NOT NULL
) STRICT;
CREATE TABLE apps (
    network    TEXT NOT NULL,
    host       TEXT NOT NULL,
    client_id  TEXT NOT NULL,
    has_secret INTEGER NOT NULL CHECK (has_secret IN (0, 1)),
    extra      TEXT NOT NULL,
    generation INTEGER NOT NULL CHECK (generation > 0),
    PRIMARY KEY (network, host)
) STRICT;
INSERT INTO "apps" VALUES('mastodon','social.example','client id',1,'{"redirects":["app.greentick:/callback"]}',1);
CREATE TABLE clients (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL
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
INSERT INTO "data_keys" VALUES(1,X'6687AA7075AEFD6DC840E3BB8E42F28E',X'17BDA377CF2032262E2F8597B9014823',1,X'FE1674428C1D0FA98E533D654D52FEAD46EE7B1BA19C7096',X'24D9383D403908512A81C1D770D7EDFE3CB48BDF4E3380212EEC430C16834512414D0AAA672C40B169B1A6B7F6ED2DB88AF0002B9DC3B163146698120B69F6A85CC813EAD4191A145898C86D8F004DEF',X'6089853471941A00E8599F04254F27719561A0BCA6692750',X'F4FC3B84B24DCF85644E9B3D5989555DD71DDA6CAEBDFBB1E462533B49276818D43B6DF7E434835E1CA2BCB884D668D0843AC44BA16E6F89044B7E7F3D58FC1FA186E8C57A6A3EB40D29FE335CD73590');
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
INSERT INTO "grants" VALUES(X'01010101010101010101010101010101',X'01010101010101010101010101010101','"page"','["read","write"]',1800000000000,1800000000000,NULL,NULL,1,1);
INSERT INTO "grants" VALUES(X'02020202020202020202020202020202',X'02020202020202020202020202020202','"page"','["read","write"]',1800000000000,1800000000000,NULL,NULL,1,1);
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
, unanswered TEXT) STRICT;
INSERT INTO "locations" VALUES(X'01010101010101010101010101010101','mastodon','social.example','page-1','"page"','Acme ☃','@acme@social.example',NULL,X'01010101010101010101010101010101',X'01010101010101010101010101010101',1800000000000,'{"at":"linked"}',1800000000000,'{"said":"yes"}',NULL);
INSERT INTO "locations" VALUES(X'02020202020202020202020202020202','mastodon','social.example','page-2','"page"','Acme ☃','@acme@social.example',NULL,X'02020202020202020202020202020202',X'02020202020202020202020202020202',1800000000000,'{"at":"linked"}',1800000000000,'{"said":"yes"}',NULL);
CREATE TABLE logins (
    id      BLOB PRIMARY KEY CHECK (length(id) = 16),
    network TEXT NOT NULL,
    host    TEXT,
    account TEXT NOT NULL,
    name    TEXT NOT NULL
) STRICT;
INSERT INTO "logins" VALUES(X'01010101010101010101010101010101','mastodon','social.example','person-1','Bob''); DROP TABLE grants; --');
INSERT INTO "logins" VALUES(X'02020202020202020202020202020202','mastodon','social.example','person-2','Bob''); DROP TABLE grants; --');
CREATE TABLE renewals (
    "grant"    BLOB PRIMARY KEY REFERENCES grants (id) ON DELETE CASCADE,
    lease      BLOB NOT NULL CHECK (length(lease) = 16),
    generation INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    sent_at    INTEGER
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
INSERT INTO "seals" VALUES('token_sets',X'01010101010101010101010101010101',X'6687AA7075AEFD6DC840E3BB8E42F28E',1,X'7BEDD2A8A98FCC404F7A62DCDD4A832BF8FC772ADC39D0A5',X'C6088DB0CACB770AB59935BB5E6B61A4CA944F570B2E3B3F0E00561ED286B1244696F4BAD82395E87A168CD11CB14F553C3645E8030A581E556FE9C3FB5CE1A8A52DE0C1DE25CFE86269672270EE3702');
INSERT INTO "seals" VALUES('token_sets',X'02020202020202020202020202020202',X'6687AA7075AEFD6DC840E3BB8E42F28E',1,X'5680B33D35AA01BFAC83760172E9A7D15CB7B3B708BA0F3E',X'1220877D71D694DAFB7AC063BE6812364B97EF5C603FCF8CE188EB55D32734FDDC0E06D2A79278BBF58CC99B3068383429FAB29617DBFC28E6FD7A1CD29C6DCF55DDD1560EA03C1443B5C7733083CD21');
INSERT INTO "seals" VALUES('app_secrets',X'6D6173746F646F6E2F736F6369616C2E6578616D706C65',X'6687AA7075AEFD6DC840E3BB8E42F28E',1,X'F080EC3FA5E085841F9D8E9DC607F1DD1FB0226B1E7F6E17',X'4A8B09452A81773AF7B4ED7A433B5669B322ED09BB88DACBAE07799779FAB5D5ADC853C871BD95416288306FF13AF6AC834D74F4E55AAB0A58CC88571B69E495110F68886CC089542EBC1ABAFB8C8E4D');
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
CREATE INDEX grants_of_login ON grants (login);
CREATE INDEX locations_of_client ON locations (client);
CREATE INDEX locations_of_login ON locations (login);
CREATE INDEX locations_of_grant ON locations ("grant");
CREATE INDEX activity_of_location ON activity (location, at);
CREATE INDEX activity_by_time ON activity (at);
COMMIT;
