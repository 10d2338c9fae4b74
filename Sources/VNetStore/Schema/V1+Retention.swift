extension Schema {
    private static let classes = """
        ('evidence_note', 'draft_write_up', 'write_up', 'outcome_report', 'feedback_response', 'message_body', 'contact',
        'enquiry', 'pairing', 'availability', 'erasure_request')
        """

    /// Purges, and the log of who did what.
    static let retention = """
        CREATE TABLE purge_run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            digest TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            records INTEGER NOT NULL CHECK (records > 0),
            -- The user of the machine who had it run.
            approved_by INTEGER NOT NULL CHECK (approved_by >= 0),
            state TEXT NOT NULL CHECK (state IN ('begun', 'shredded', 'deleted', 'complete')),
            CHECK ((finished_at IS NOT NULL) = (state = 'complete'))
        ) STRICT;
        CREATE UNIQUE INDEX purge_run_open ON purge_run (1) WHERE state <> 'complete';

        -- What an unfinished run is to purge. Emptied when it is complete.
        CREATE TABLE purge_item (
            purge_run INTEGER NOT NULL REFERENCES purge_run (id),
            class TEXT NOT NULL CHECK (class IN \(classes)),
            record INTEGER NOT NULL,
            PRIMARY KEY (class, record)
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
            WHEN NEW.state = 'complete' AND NOT EXISTS (SELECT 1 FROM certificate WHERE purge_run = NEW.id)
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
