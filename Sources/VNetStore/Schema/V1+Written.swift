extension Schema {
    /// What is written on the way: sealed.
    static let written = """
        -- What reviewers noted of a visit on the way to its write-up.
        CREATE TABLE evidence_note (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            visit INTEGER NOT NULL REFERENCES visit (id),
            -- The reviewing school; null for a reviewer of the network.
            enrolment INTEGER REFERENCES enrolment (id),
            received_on TEXT NOT NULL CHECK (received_on GLOB '????-??-??'),
            sealed BLOB NOT NULL, key_slot INTEGER NOT NULL UNIQUE
        ) STRICT;
        CREATE INDEX evidence_note_by_visit ON evidence_note (visit, id);

        CREATE TABLE write_up (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            visit INTEGER NOT NULL REFERENCES visit (id),
            received_on TEXT NOT NULL CHECK (received_on GLOB '????-??-??'),
            -- When another took its place: from then on it is a draft.
            superseded_on TEXT CHECK (superseded_on GLOB '????-??-??' AND superseded_on >= received_on),
            sealed BLOB NOT NULL, key_slot INTEGER NOT NULL UNIQUE
        ) STRICT;
        CREATE UNIQUE INDEX write_up_latest ON write_up (visit) WHERE superseded_on IS NULL;
        CREATE INDEX write_up_by_visit ON write_up (visit, id);

        CREATE TABLE feedback_response (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            visit INTEGER NOT NULL REFERENCES visit (id),
            enrolment INTEGER NOT NULL REFERENCES enrolment (id),
            received_on TEXT NOT NULL CHECK (received_on GLOB '????-??-??'),
            -- From then on nobody reads it: it is a concern about a child's safety, and waits to be handed over.
            quarantined_on TEXT CHECK (quarantined_on GLOB '????-??-??'),
            sealed BLOB NOT NULL, key_slot INTEGER NOT NULL UNIQUE,
            UNIQUE (visit, enrolment)
        ) STRICT;
        CREATE INDEX feedback_quarantined ON feedback_response (quarantined_on, id) WHERE quarantined_on IS NOT NULL;

        -- What a visit came to, as its host lets others have it. The network's copy.
        CREATE TABLE outcome_report (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            visit INTEGER NOT NULL UNIQUE REFERENCES visit (id),
            received_on TEXT NOT NULL CHECK (received_on GLOB '????-??-??'),
            sealed BLOB NOT NULL, key_slot INTEGER NOT NULL UNIQUE
        ) STRICT;

        -- That the host of a visit lets another school have its outcome report, until it no longer does.
        CREATE TABLE consent (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            visit INTEGER NOT NULL REFERENCES visit (id),
            urn INTEGER NOT NULL REFERENCES school (urn),
            given_on TEXT NOT NULL CHECK (given_on GLOB '????-??-??'),
            -- When the report as it now is was last sent there.
            shared_on TEXT CHECK (shared_on GLOB '????-??-??' AND shared_on >= given_on),
            withdrawn_on TEXT CHECK (withdrawn_on GLOB '????-??-??' AND withdrawn_on >= given_on)
        ) STRICT;
        CREATE UNIQUE INDEX consent_in_force ON consent (visit, urn) WHERE withdrawn_on IS NULL;
        CREATE INDEX consent_by_visit ON consent (visit, id);

        -- That a concern was referred, when and to which role; never what it was.
        CREATE TABLE referral (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            visit INTEGER NOT NULL REFERENCES visit (id),
            about TEXT NOT NULL CHECK (about IN ('child', 'head')),
            role TEXT NOT NULL CHECK (role IN ('dsl', 'chair', 'trust', 'lado')),
            referred_on TEXT NOT NULL CHECK (referred_on GLOB '????-??-??'),
            UNIQUE (visit, about, role, referred_on),
            CHECK (about = 'child' OR role <> 'dsl')
        ) STRICT;

        -- Who answered, kept when the answers are purged: the chasing must not begin again.
        CREATE TABLE answered (
            visit INTEGER NOT NULL REFERENCES visit (id),
            enrolment INTEGER NOT NULL REFERENCES enrolment (id),
            received_on TEXT NOT NULL CHECK (received_on GLOB '????-??-??'),
            PRIMARY KEY (visit, enrolment)
        ) STRICT, WITHOUT ROWID;
        """
}
