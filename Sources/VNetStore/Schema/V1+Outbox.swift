extension Schema {
    /// Messages, the reminders that become messages, and invitations.
    static let outbox = """
        -- One row a recipient; ids are never reused. A recipient who is a person without an id has been purged.
        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            message_id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('reminder', 'digest', 'invitation', 'change', 'cancellation', 'notice')),
            recipient TEXT NOT NULL CHECK (recipient IN ('person', 'admin', 'safeguarding')),
            person INTEGER REFERENCES person (id) ON DELETE SET NULL,
            state TEXT NOT NULL CHECK (state IN
                ('pending', 'sending', 'sent', 'deferred', 'failed', 'unknown', 'held', 'expired', 'cancelled')),
            composed_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            -- Since when it has been tried: from then on the days count after which it is given up.
            tried_since INTEGER,
            expires_at INTEGER NOT NULL,
            ended_at INTEGER,
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            -- What a report on the last attempt has to name.
            attempt_token TEXT,
            -- Whether an attempt broke off, so that it may have arrived.
            doubtful INTEGER NOT NULL DEFAULT 0 CHECK (doubtful IN (0, 1)),
            -- The codes of the server's answer, and none of its words: they may hold somebody's address.
            last_error TEXT CHECK (last_error NOT GLOB '*[^0-9. ]*'),
            -- What of it could not be read when it was to leave.
            fault TEXT CHECK (fault IN ('text', 'recipient')),
            subject_kind TEXT CHECK (subject_kind IN ('session', 'visit')), subject_id INTEGER,
            -- The message of which this one is a delegate's copy: it is stopped with it.
            copy_of INTEGER REFERENCES message (id),
            -- The school whose delegate gets it.
            copied_for INTEGER REFERENCES school (urn),
            -- Whether it carries what only the confidential may read: the outcome report of the visit that it is about.
            confidential INTEGER NOT NULL DEFAULT 0 CHECK (confidential IN (0, 1)),
            sealed BLOB, key_slot INTEGER UNIQUE,
            CHECK (person IS NULL OR recipient = 'person'),
            CHECK ((attempts = 0) = (attempt_token IS NULL)),
            CHECK (state <> 'unknown' OR doubtful),
            CHECK (confidential = 0 OR subject_kind = 'visit'),
            CHECK ((copy_of IS NULL) = (copied_for IS NULL)),
            CHECK ((sealed IS NULL) = (key_slot IS NULL)),
            CHECK ((ended_at IS NULL) = (state NOT IN ('sent', 'failed', 'expired', 'cancelled')))
        ) STRICT;
        CREATE INDEX message_waiting ON message (due_at, id) WHERE state IN ('pending', 'deferred', 'unknown');
        CREATE INDEX message_expiring ON message (expires_at)
            WHERE state IN ('pending', 'deferred', 'unknown', 'held');
        CREATE INDEX message_unfinished ON message (state) WHERE state NOT IN ('sent', 'cancelled', 'expired');
        CREATE INDEX message_sending ON message (id) WHERE state = 'sending';
        CREATE INDEX message_failed ON message (ended_at) WHERE state = 'failed';
        CREATE INDEX message_body ON message (ended_at) WHERE sealed IS NOT NULL;
        CREATE INDEX message_confidential ON message (subject_id) WHERE confidential AND sealed IS NOT NULL;
        CREATE INDEX message_by_person ON message (person);
        CREATE INDEX message_copies ON message (copy_of) WHERE copy_of IS NOT NULL;
        CREATE INDEX message_by_subject ON message (subject_kind, subject_id) WHERE subject_id IS NOT NULL;

        -- How many were ever sent, so that to say so costs the same whatever their number.
        CREATE TRIGGER message_sent AFTER UPDATE OF state ON message WHEN NEW.state = 'sent' AND OLD.state <> 'sent'
        BEGIN
            INSERT INTO meta (key, value) VALUES ('sent', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1;
        END;

        -- It follows the facts of a cohort, an enquiry, a hold or a request for erasure.
        CREATE TABLE reminder (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort INTEGER REFERENCES cohort (id),
            enquiry INTEGER REFERENCES enquiry (id) ON DELETE CASCADE,
            hold INTEGER REFERENCES hold (id),
            erasure INTEGER REFERENCES erasure_request (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            subject_kind TEXT NOT NULL CHECK (subject_kind IN
                ('cohort', 'enrolment', 'session', 'visit', 'enquiry', 'hold', 'erasure')),
            subject_id INTEGER NOT NULL,
            -- Of a reminder about an enrolment: one of the school's present stay is another than one of an earlier stay.
            stay INTEGER NOT NULL CHECK (stay >= 1),
            anchor TEXT NOT NULL CHECK (anchor GLOB '????-??-??'),
            step TEXT NOT NULL,
            person INTEGER REFERENCES person (id) ON DELETE CASCADE,
            urn INTEGER REFERENCES school (urn),
            at INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            shifted INTEGER NOT NULL CHECK (shifted IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN ('scheduled', 'held', 'composed', 'void', 'expired')),
            message INTEGER REFERENCES message (id),
            CHECK ((cohort IS NOT NULL) + (enquiry IS NOT NULL) + (hold IS NOT NULL) + (erasure IS NOT NULL) = 1),
            CHECK ((message IS NOT NULL) = (state = 'composed')),
            CHECK (urn IS NULL OR person IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX reminder_once ON reminder
            (cohort, kind, subject_kind, subject_id, stay, anchor, step, ifnull(person, 0)) WHERE cohort IS NOT NULL;
        CREATE UNIQUE INDEX reminder_once_of_enquiry ON reminder
            (enquiry, kind, subject_kind, subject_id, anchor, step, ifnull(person, 0)) WHERE enquiry IS NOT NULL;
        CREATE UNIQUE INDEX reminder_once_of_hold ON reminder
            (hold, kind, subject_kind, subject_id, anchor, step, ifnull(person, 0)) WHERE hold IS NOT NULL;
        CREATE UNIQUE INDEX reminder_once_of_erasure ON reminder
            (erasure, kind, subject_kind, subject_id, anchor, step, ifnull(person, 0)) WHERE erasure IS NOT NULL;
        CREATE INDEX reminder_due ON reminder (at, id) WHERE state = 'scheduled';
        CREATE INDEX reminder_due_to ON reminder (person, at, id) WHERE state = 'scheduled';
        CREATE INDEX reminder_held ON reminder (at, id) WHERE state = 'held';
        CREATE INDEX reminder_by_message ON reminder (message) WHERE message IS NOT NULL;
        CREATE INDEX reminder_by_person ON reminder (person);

        -- An entry in one person's calendar, whichever schools bring them to it: its UID never changes.
        CREATE TABLE invite (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL UNIQUE,
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            subject_kind TEXT NOT NULL CHECK (subject_kind IN ('session', 'visit')),
            subject_id INTEGER NOT NULL,
            person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            UNIQUE (subject_kind, subject_id, person)
        ) STRICT;
        CREATE INDEX invite_by_cohort ON invite (cohort);
        CREATE INDEX invite_by_person ON invite (person);

        -- Which schools bring the person; none a reviewer of the network. When the last is gone, it is cancelled, and stays
        -- on record with what it was for.
        CREATE TABLE invite_for (
            invite INTEGER NOT NULL REFERENCES invite (id) ON DELETE CASCADE,
            enrolment INTEGER NOT NULL REFERENCES enrolment (id),
            PRIMARY KEY (invite, enrolment)
        ) STRICT, WITHOUT ROWID;

        -- What was written about it: the sequence rises from one to the next. What never left goes when another takes its
        -- place, so that the next is written against what the person has.
        CREATE TABLE invite_entry (
            invite INTEGER NOT NULL REFERENCES invite (id) ON DELETE CASCADE,
            sequence INTEGER NOT NULL CHECK (sequence >= 0),
            message INTEGER NOT NULL REFERENCES message (id),
            date TEXT NOT NULL CHECK (date GLOB '????-??-??'),
            start TEXT NOT NULL CHECK (start GLOB '??:??'),
            finish TEXT NOT NULL CHECK (finish GLOB '??:??' AND finish > start),
            place TEXT NOT NULL,
            host INTEGER REFERENCES enrolment (id),
            lead INTEGER REFERENCES person (id) ON DELETE SET NULL,
            -- Tentative: its date is proposed only, as that of a visit that has to move.
            standing TEXT NOT NULL CHECK (standing IN ('agreed', 'tentative', 'cancelled')),
            PRIMARY KEY (invite, sequence)
        ) STRICT;
        CREATE UNIQUE INDEX invite_entry_by_message ON invite_entry (message);
        CREATE INDEX invite_entry_by_lead ON invite_entry (lead) WHERE lead IS NOT NULL;
        """
}
