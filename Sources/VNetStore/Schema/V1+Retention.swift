import VNetCore

extension Schema {
    private static let classes = """
        ('evidence_note', 'draft_write_up', 'write_up', 'outcome_report', 'feedback_response', 'message_body', 'contact',
        'enquiry', 'pairing', 'availability', 'erasure_request')
        """

    /// Has the key of each row that is deleted, or sealed under another, destroyed.
    private static let dooming = SealedTable.allCases.map { table in
        """
        CREATE TRIGGER \(table.rawValue)_key_given_up AFTER UPDATE OF key_slot ON \(table.rawValue)
            WHEN OLD.key_slot IS NOT NULL AND OLD.key_slot IS NOT NEW.key_slot
        BEGIN
            INSERT INTO doomed_key (slot) VALUES (OLD.key_slot);
        END;
        CREATE TRIGGER \(table.rawValue)_key_left AFTER DELETE ON \(table.rawValue) WHEN OLD.key_slot IS NOT NULL
        BEGIN
            INSERT INTO doomed_key (slot) VALUES (OLD.key_slot);
        END;
        """
    }.joined(separator: "\n")

    /// Purges, and the log of who did what.
    static let retention = """
        -- The keys of which no row is left, until they are destroyed. Such a slot is given to no other record: what has
        -- not been shredded would be shredded with it.
        CREATE TABLE doomed_key (slot INTEGER PRIMARY KEY CHECK (slot >= 0)) STRICT;
        \(dooming)

        -- Its records are deleted in the transaction that makes the row.
        CREATE TABLE purge_run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE CHECK (name <> ''),
            digest TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            verify_by INTEGER NOT NULL CHECK (verify_by >= started_at),
            finished_at INTEGER,
            records INTEGER NOT NULL CHECK (records > 0),
            -- The user of the machine who had it run.
            approved_by INTEGER NOT NULL CHECK (approved_by >= 0),
            state TEXT NOT NULL CHECK (state IN \(PurgeState.all)),
            CHECK ((finished_at IS NOT NULL) = (state = \(PurgeState.complete.sql)))
        ) STRICT;
        CREATE INDEX purge_run_open ON purge_run (id) WHERE state <> \(PurgeState.complete.sql);

        -- What an unfinished run has purged. Emptied when it is complete.
        CREATE TABLE purge_item (
            purge_run INTEGER NOT NULL REFERENCES purge_run (id),
            class TEXT NOT NULL CHECK (class IN \(classes)),
            record INTEGER NOT NULL,
            -- The first bytes of the ciphertext after its nonce, inverted.
            mark BLOB CHECK (length(mark) = 16),
            -- Of a person: why, and the keyed hash of the address.
            reason TEXT CHECK (reason IN ('erasure', 'retention')),
            email_index BLOB CHECK (length(email_index) = 32),
            PRIMARY KEY (purge_run, class, record),
            CHECK ((reason IS NULL) = (email_index IS NULL))
        ) STRICT, WITHOUT ROWID;

        -- How many records of each class a run purged, and by which rule, in the words of the day. Nothing personal.
        CREATE TABLE purge_count (
            purge_run INTEGER NOT NULL REFERENCES purge_run (id),
            class TEXT NOT NULL CHECK (class IN \(classes)),
            records INTEGER NOT NULL CHECK (records > 0),
            rule TEXT NOT NULL CHECK (rule <> ''),
            PRIMARY KEY (purge_run, class)
        ) STRICT, WITHOUT ROWID;

        -- What is proved of each run: the text, and the signature of just these bytes.
        CREATE TABLE certificate (
            id INTEGER PRIMARY KEY CHECK (id > 0),
            purge_run INTEGER NOT NULL UNIQUE REFERENCES purge_run (id),
            issued_at INTEGER NOT NULL,
            text TEXT NOT NULL CHECK (text <> ''),
            signature BLOB NOT NULL CHECK (length(signature) = 64),
            public_key BLOB NOT NULL CHECK (length(public_key) = 32)
        ) STRICT;
        CREATE TRIGGER purge_certified BEFORE UPDATE OF state ON purge_run
            WHEN NEW.state = \(PurgeState.complete.sql) AND NOT EXISTS (SELECT 1 FROM certificate WHERE purge_run = NEW.id)
        BEGIN
            SELECT RAISE(ABORT, 'a purge is complete with its certificate');
        END;

        -- What is kept though its time is up. Why and by whom are codes: nothing is written about a person.
        CREATE TABLE hold (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            subject_kind TEXT NOT NULL CHECK (subject_kind IN ('cohort', 'school', 'person', 'record')),
            -- The school's URN or the other's id. It stays when what it was on is purged, long after the hold.
            subject_id INTEGER NOT NULL,
            class TEXT CHECK (class IN \(classes)),
            reason TEXT NOT NULL CHECK (reason IN
                ('complaint', 'claim', 'investigation', 'safeguarding', 'request', 'other')),
            owner TEXT NOT NULL CHECK (owner IN ('data_protection', 'safeguarding', 'director', 'board', 'legal')),
            placed_on TEXT NOT NULL CHECK (placed_on GLOB '????-??-??'),
            placed_by INTEGER NOT NULL CHECK (placed_by >= 0),
            review_on TEXT NOT NULL CHECK (review_on GLOB '????-??-??' AND review_on > placed_on),
            lifted_on TEXT CHECK (lifted_on GLOB '????-??-??' AND lifted_on >= placed_on),
            CHECK ((class IS NOT NULL) = (subject_kind = 'record'))
        ) STRICT;
        CREATE UNIQUE INDEX hold_once ON hold (subject_kind, subject_id, ifnull(class, ''), reason)
            WHERE lifted_on IS NULL;
        CREATE INDEX hold_review ON hold (review_on) WHERE lifted_on IS NULL;

        -- Ids and verbs, never values.
        CREATE TABLE audit_event (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            at INTEGER NOT NULL,
            uid INTEGER NOT NULL,
            verb TEXT NOT NULL,
            subject TEXT NOT NULL
        ) STRICT;
        """
}
