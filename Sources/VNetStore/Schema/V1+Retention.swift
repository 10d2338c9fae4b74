extension Schema {
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
            class TEXT NOT NULL CHECK (class IN
                ('write_up', 'outcome_report', 'feedback_response', 'message_body', 'contact', 'enquiry', 'pairing')),
            record INTEGER NOT NULL,
            PRIMARY KEY (class, record)
        ) STRICT, WITHOUT ROWID;

        -- How many records of each class a run purged, and by which rule, in the words of the day. Nothing personal.
        CREATE TABLE purge_count (
            purge_run INTEGER NOT NULL REFERENCES purge_run (id),
            class TEXT NOT NULL CHECK (class IN
                ('write_up', 'outcome_report', 'feedback_response', 'message_body', 'contact', 'enquiry', 'pairing')),
            records INTEGER NOT NULL CHECK (records > 0),
            rule TEXT NOT NULL CHECK (rule <> ''),
            PRIMARY KEY (purge_run, class)
        ) STRICT, WITHOUT ROWID;

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
