extension Schema {
    /// What clients of the protocol are told later, or told again.
    static let wire = """
        -- What happened, for those who watch: kinds and ids, never values.
        CREATE TABLE event (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            name TEXT NOT NULL CHECK (name GLOB '?*.?*'),
            subject TEXT NOT NULL
        ) STRICT;
        CREATE INDEX event_by_age ON event (at);

        -- The cohorts that it concerns.
        CREATE TABLE event_cohort (
            event INTEGER NOT NULL REFERENCES event (seq) ON DELETE CASCADE,
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            PRIMARY KEY (event, cohort)
        ) STRICT, WITHOUT ROWID;

        -- What a request with an idempotency key was answered with. Key and request are keyed hashes: they find, and tell
        -- nothing.
        CREATE TABLE first_reply (
            uid INTEGER NOT NULL,
            key BLOB NOT NULL CHECK (length(key) = 32),
            request BLOB NOT NULL CHECK (length(request) = 32),
            at INTEGER NOT NULL,
            id INTEGER,
            changed INTEGER NOT NULL CHECK (changed IN (0, 1)),
            generation INTEGER NOT NULL CHECK (generation >= 0),
            PRIMARY KEY (uid, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX first_reply_by_age ON first_reply (at);
        """
}
