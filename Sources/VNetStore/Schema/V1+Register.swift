extension Schema {
    /// The network: schools, people and the roles they hold, themes, memberships.
    static let register = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY CHECK (key IN
                ('attempts', 'clock_doubt', 'cohorts_under_way', 'epoch', 'generation', 'keyring', 'last_seen',
                'outbox_held', 'plan_rules', 'refusals_told', 'replayed', 'sent', 'simulated', 'simulated_now')),
            value ANY NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE trust (code TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> '')) STRICT, WITHOUT ROWID;
        CREATE TABLE federation (code TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> '')) STRICT, WITHOUT ROWID;
        CREATE INDEX trust_by_name ON trust (name COLLATE NOCASE, code);
        CREATE INDEX federation_by_name ON federation (name COLLATE NOCASE, code);

        CREATE TABLE school (
            urn INTEGER PRIMARY KEY CHECK (urn BETWEEN 100000 AND 999999),
            name TEXT NOT NULL CHECK (name <> ''),
            status TEXT NOT NULL CHECK (status IN ('open', 'closing', 'proposed', 'closed')),
            la_code TEXT, la_name TEXT, phase TEXT, type TEXT,
            trust_code TEXT REFERENCES trust (code),
            federation_code TEXT REFERENCES federation (code),
            pupils INTEGER CHECK (pupils >= 0),
            low_age INTEGER CHECK (low_age >= 0), high_age INTEGER CHECK (high_age >= low_age),
            street TEXT, town TEXT NOT NULL, county TEXT, postcode TEXT NOT NULL, telephone TEXT,
            easting INTEGER, northing INTEGER,
            -- Since when registers that were imported lack the school.
            missing_since TEXT CHECK (missing_since GLOB '????-??-??'),
            CHECK ((easting IS NULL) = (northing IS NULL))
        ) STRICT;
        CREATE INDEX school_by_name ON school (name COLLATE NOCASE, urn);
        CREATE INDEX school_by_trust ON school (trust_code, name COLLATE NOCASE, urn) WHERE trust_code IS NOT NULL;
        CREATE INDEX school_by_federation ON school (federation_code, name COLLATE NOCASE, urn)
            WHERE federation_code IS NOT NULL;

        CREATE TABLE bank_holiday (date TEXT PRIMARY KEY CHECK (date GLOB '????-??-??'), title TEXT NOT NULL)
            STRICT, WITHOUT ROWID;

        -- Name and e-mail address, sealed together. `email_index` is a keyed hash: it finds, and tells nothing.
        CREATE TABLE person (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            email_index BLOB NOT NULL UNIQUE CHECK (length(email_index) = 32),
            sealed BLOB NOT NULL, key_slot INTEGER NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE role_tenure (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            urn INTEGER REFERENCES school (urn),
            role TEXT NOT NULL CHECK (role IN ('head', 'deputy', 'sendco', 'dsl', 'chair', 'delegate', 'reviewer')),
            since TEXT NOT NULL CHECK (since GLOB '????-??-??'),
            until TEXT CHECK (until GLOB '????-??-??' AND until >= since),
            -- A reviewer is the network's own, and of no school.
            CHECK ((urn IS NULL) = (role = 'reviewer'))
        ) STRICT;
        CREATE UNIQUE INDEX role_tenure_single ON role_tenure (urn, role)
            WHERE until IS NULL AND role IN ('head', 'chair');
        CREATE UNIQUE INDEX role_tenure_open ON role_tenure (person, ifnull(urn, 0), role) WHERE until IS NULL;
        CREATE INDEX role_tenure_by_urn ON role_tenure (urn, role);
        CREATE INDEX role_tenure_by_person ON role_tenure (person, until);
        CREATE INDEX role_tenure_ended ON role_tenure (until, person) WHERE until IS NOT NULL;

        -- What people accept before anything confidential reaches them; the latest is in force.
        CREATE TABLE protocol_version (
            version TEXT PRIMARY KEY CHECK (version <> ''),
            since TEXT NOT NULL UNIQUE CHECK (since GLOB '????-??-??')
        ) STRICT, WITHOUT ROWID;
        INSERT INTO protocol_version (version, since) VALUES ('1', '2000-01-01');

        CREATE TABLE protocol_acceptance (
            person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            version TEXT NOT NULL REFERENCES protocol_version (version),
            accepted_on TEXT NOT NULL CHECK (accepted_on GLOB '????-??-??'),
            PRIMARY KEY (person, version)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE theme (
            key TEXT PRIMARY KEY CHECK (key <> ''), title TEXT NOT NULL UNIQUE CHECK (title <> ''),
            established_only INTEGER NOT NULL DEFAULT 0 CHECK (established_only IN (0, 1)),
            further_training INTEGER NOT NULL DEFAULT 0 CHECK (further_training IN (0, 1)),
            retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO theme (key, title, established_only, further_training) VALUES
            ('personal-development', 'Personal Development', 0, 0),
            ('behaviour-and-attitudes', 'Behaviour and Attitudes', 0, 0),
            ('send', 'SEND', 0, 0),
            ('foundation-subjects', 'Foundation Subjects', 0, 0),
            ('quality-of-education', 'Quality of Education', 1, 1);

        CREATE TABLE further_training (
            urn INTEGER PRIMARY KEY REFERENCES school (urn),
            trained_on TEXT NOT NULL CHECK (trained_on GLOB '????-??-??')
        ) STRICT;

        CREATE TABLE membership (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            urn INTEGER NOT NULL REFERENCES school (urn),
            since TEXT NOT NULL CHECK (since GLOB '????-??-??'),
            until TEXT CHECK (until GLOB '????-??-??' AND until >= since)
        ) STRICT;
        CREATE INDEX membership_by_urn ON membership (urn, since);

        -- Never put into a group together. The reason is a code: nothing is written about a person.
        CREATE TABLE conflict_of_interest (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            urn_low INTEGER NOT NULL REFERENCES school (urn),
            urn_high INTEGER NOT NULL REFERENCES school (urn) CHECK (urn_high > urn_low),
            reason TEXT NOT NULL CHECK (reason IN
                ('relationship', 'leadership', 'competition', 'dispute', 'other')),
            recorded_on TEXT NOT NULL CHECK (recorded_on GLOB '????-??-??'),
            UNIQUE (urn_low, urn_high)
        ) STRICT;
        CREATE INDEX conflict_by_high ON conflict_of_interest (urn_high);
        """
}
