extension Schema {
    /// The first released schema. Never edited once released: a later version migrates it.
    ///
    /// Instants are Unix seconds, days are `YYYY-MM-DD`. `sealed` columns are AES-GCM ciphertexts whose key is `key_slot`
    /// of the keyring; a row whose key is gone is a row whose text is gone. What is deleted with what is said by the
    /// foreign keys: a parent with confidential children can't go before them.
    static let v1 = [register, terms, programme, enquiries, written, outbox, retention, wire]

    private static let register = """
        CREATE TABLE meta (
            key TEXT PRIMARY KEY CHECK (key IN
                ('attempts', 'clock_doubt', 'epoch', 'generation', 'last_seen', 'outbox_held', 'plan_rules', 'sent',
                'simulated', 'simulated_now')),
            value ANY NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE trust (code TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> '')) STRICT, WITHOUT ROWID;
        CREATE TABLE federation (code TEXT PRIMARY KEY, name TEXT NOT NULL CHECK (name <> '')) STRICT, WITHOUT ROWID;

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
            CHECK ((easting IS NULL) = (northing IS NULL))
        ) STRICT;
        CREATE INDEX school_by_name ON school (name COLLATE NOCASE, urn);

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

    private static let programme = """
        CREATE TABLE cohort (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (name <> ''),
            programme TEXT NOT NULL CHECK (programme IN ('peer_review', 'walkthrus')),
            theme TEXT REFERENCES theme (key),
            policy TEXT NOT NULL CHECK (policy IN ('outward', 'in_house')),
            capacity INTEGER NOT NULL CHECK (capacity BETWEEN 3 AND 200),
            state TEXT NOT NULL CHECK (state IN ('draft', 'recruiting', 'running', 'closed', 'purged', 'cancelled')),
            opened_on TEXT CHECK (opened_on GLOB '????-??-??'),
            closed_on TEXT CHECK (closed_on GLOB '????-??-??'),
            CHECK ((theme IS NOT NULL) = (programme = 'peer_review')),
            CHECK ((closed_on IS NULL) = (state IN ('draft', 'recruiting', 'running')))
        ) STRICT;
        CREATE INDEX cohort_by_state ON cohort (state, id);

        CREATE TABLE enrolment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            urn INTEGER NOT NULL REFERENCES school (urn),
            state TEXT NOT NULL CHECK (state IN
                ('waiting', 'applied', 'ready', 'confirmed', 'active', 'completed', 'deferred', 'withdrawn', 'replaced')),
            paused_on TEXT CHECK (paused_on GLOB '????-??-??'),
            UNIQUE (cohort, urn)
        ) STRICT;
        CREATE INDEX enrolment_by_urn ON enrolment (urn);

        CREATE TABLE readiness_item (
            enrolment INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
            criterion TEXT NOT NULL CHECK (criterion IN ('self_evaluation', 'documentation', 'commitment')),
            attested_on TEXT NOT NULL CHECK (attested_on GLOB '????-??-??'),
            PRIMARY KEY (enrolment, criterion)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE session (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            kind TEXT NOT NULL CHECK (kind IN ('training', 'feedback', 'network', 'coaching', 'cpd')),
            state TEXT NOT NULL CHECK (state IN ('planned', 'invited', 'held', 'postponed', 'cancelled')),
            date TEXT NOT NULL CHECK (date GLOB '????-??-??'),
            start TEXT NOT NULL CHECK (start GLOB '??:??'),
            finish TEXT NOT NULL CHECK (finish GLOB '??:??' AND finish > start),
            place TEXT NOT NULL,
            -- The day that a series gave it, whatever has become of it since.
            slot TEXT CHECK (slot GLOB '????-??-??')
        ) STRICT;
        CREATE INDEX session_by_cohort ON session (cohort, date);
        CREATE UNIQUE INDEX session_once ON session (cohort, kind)
            WHERE state <> 'cancelled' AND kind IN ('training', 'feedback');
        CREATE UNIQUE INDEX session_slot ON session (cohort, kind, slot) WHERE slot IS NOT NULL;

        CREATE TABLE agenda_item (
            session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            start TEXT NOT NULL CHECK (start GLOB '??:??'),
            title TEXT NOT NULL CHECK (title <> ''),
            PRIMARY KEY (session, start)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE attendance (
            session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
            enrolment INTEGER NOT NULL REFERENCES enrolment (id),
            present INTEGER NOT NULL CHECK (present IN (0, 1)),
            PRIMARY KEY (session, enrolment)
        ) STRICT, WITHOUT ROWID;

        -- Instructional coaching at one school, by its steps and their days; never whose lesson it was.
        CREATE TABLE coaching_cycle (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            enrolment INTEGER NOT NULL REFERENCES enrolment (id),
            state TEXT NOT NULL CHECK (state IN
                ('input', 'lesson_visit', 'feedback', 'practice', 'review', 'abandoned')),
            input TEXT NOT NULL CHECK (input GLOB '????-??-??'),
            lesson_visit TEXT CHECK (lesson_visit GLOB '????-??-??' AND lesson_visit >= input),
            feedback TEXT CHECK (feedback GLOB '????-??-??' AND feedback >= lesson_visit),
            practice TEXT CHECK (practice GLOB '????-??-??' AND practice >= feedback),
            review TEXT CHECK (review GLOB '????-??-??' AND review >= practice),
            CHECK (feedback IS NULL OR lesson_visit IS NOT NULL),
            CHECK (practice IS NULL OR feedback IS NOT NULL),
            CHECK (review IS NULL OR practice IS NOT NULL),
            CHECK (state = 'abandoned' OR state = CASE
                WHEN review IS NOT NULL THEN 'review' WHEN practice IS NOT NULL THEN 'practice'
                WHEN feedback IS NOT NULL THEN 'feedback' WHEN lesson_visit IS NOT NULL THEN 'lesson_visit'
                ELSE 'input' END),
            CHECK (state <> 'abandoned' OR review IS NULL)
        ) STRICT;
        CREATE INDEX coaching_cycle_by_enrolment ON coaching_cycle (enrolment, input);
        CREATE INDEX coaching_cycle_by_input ON coaching_cycle (input);
        CREATE UNIQUE INDEX coaching_cycle_open ON coaching_cycle (enrolment)
            WHERE state NOT IN ('review', 'abandoned');

        CREATE TABLE peer_group (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            name TEXT NOT NULL CHECK (name <> ''),
            state TEXT NOT NULL CHECK (state IN
                ('proposed', 'confirmed', 'active', 'complete', 'under_strength', 'merged', 'dissolved')),
            paused_on TEXT CHECK (paused_on GLOB '????-??-??'),
            -- Why two schools go on as a pair.
            pair_reason TEXT CHECK (pair_reason <> ''),
            UNIQUE (cohort, name)
        ) STRICT;

        -- A school is in one group of its cohort at a time.
        CREATE TABLE group_member (
            enrolment INTEGER PRIMARY KEY REFERENCES enrolment (id),
            peer_group INTEGER NOT NULL REFERENCES peer_group (id)
        ) STRICT;
        CREATE INDEX group_member_by_group ON group_member (peer_group);

        CREATE TABLE visit (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            peer_group INTEGER NOT NULL REFERENCES peer_group (id),
            host INTEGER NOT NULL REFERENCES enrolment (id),
            state TEXT NOT NULL CHECK (state IN
                ('unset', 'proposed', 'agreed', 'prepared', 'held', 'written_up', 'accepted', 'cancelled', 'missed')),
            date TEXT CHECK (date GLOB '????-??-??'),
            start TEXT NOT NULL CHECK (start GLOB '??:??'),
            finish TEXT NOT NULL CHECK (finish GLOB '??:??' AND finish > start),
            lead INTEGER REFERENCES person (id) ON DELETE SET NULL,
            reschedules INTEGER NOT NULL DEFAULT 0 CHECK (reschedules >= 0),
            CHECK (date IS NOT NULL OR state IN ('unset', 'cancelled'))
        ) STRICT;
        CREATE INDEX visit_by_cohort ON visit (cohort, date);
        CREATE INDEX visit_by_group ON visit (peer_group);
        CREATE INDEX visit_held ON visit (date) WHERE state = 'held';

        CREATE TABLE reviewer_assignment (
            visit INTEGER NOT NULL REFERENCES visit (id) ON DELETE CASCADE,
            enrolment INTEGER NOT NULL REFERENCES enrolment (id),
            PRIMARY KEY (visit, enrolment)
        ) STRICT, WITHOUT ROWID;

        -- Schools that completed a cycle together; kept when the cohort itself is purged.
        CREATE TABLE pairing (
            urn_low INTEGER NOT NULL REFERENCES school (urn),
            urn_high INTEGER NOT NULL REFERENCES school (urn) CHECK (urn_high > urn_low),
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            completed_on TEXT NOT NULL CHECK (completed_on GLOB '????-??-??'),
            PRIMARY KEY (urn_low, urn_high, cohort)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX pairing_by_high ON pairing (urn_high);
        CREATE INDEX pairing_by_day ON pairing (completed_on, cohort);
        -- Who reviews, where it is not the school's head. Without an enrolment it is a reviewer of the network.
        CREATE TABLE named_reviewer (
            visit INTEGER NOT NULL REFERENCES visit (id) ON DELETE CASCADE,
            person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            enrolment INTEGER REFERENCES enrolment (id),
            PRIMARY KEY (visit, person)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX named_reviewer_by_person ON named_reviewer (person);

        -- Visits that a school still owed its group when it withdrew, having been visited itself.
        CREATE TABLE obligation (
            enrolment INTEGER PRIMARY KEY REFERENCES enrolment (id),
            owed INTEGER NOT NULL CHECK (owed > 0),
            recorded_on TEXT NOT NULL CHECK (recorded_on GLOB '????-??-??')
        ) STRICT;
        """

    private static let enquiries = """
        -- Who asks: a school or a trust of the register, or whatever it calls itself. The contact's name and address and
        -- what is asked are sealed together.
        CREATE TABLE enquiry (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            urn INTEGER REFERENCES school (urn),
            trust_code TEXT REFERENCES trust (code),
            organisation TEXT COLLATE NOCASE CHECK (organisation <> ''),
            state TEXT NOT NULL CHECK (state IN ('received', 'contacted', 'converted', 'declined', 'lapsed')),
            received_on TEXT NOT NULL CHECK (received_on GLOB '????-??-??'),
            last_contact TEXT NOT NULL CHECK (last_contact GLOB '????-??-??' AND last_contact >= received_on),
            ended_on TEXT CHECK (ended_on GLOB '????-??-??'),
            cohort INTEGER REFERENCES cohort (id),
            sealed BLOB NOT NULL, key_slot INTEGER NOT NULL UNIQUE,
            CHECK ((urn IS NOT NULL) + (trust_code IS NOT NULL) + (organisation IS NOT NULL) = 1),
            CHECK ((ended_on IS NOT NULL) = (state IN ('converted', 'declined', 'lapsed'))),
            CHECK ((cohort IS NOT NULL) = (state = 'converted'))
        ) STRICT;
        CREATE INDEX enquiry_by_state ON enquiry (state, id);
        CREATE INDEX enquiry_by_last_contact ON enquiry (last_contact);
        """

    private static let written = """
        CREATE TABLE write_up (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            visit INTEGER NOT NULL UNIQUE REFERENCES visit (id),
            received_on TEXT NOT NULL CHECK (received_on GLOB '????-??-??'),
            sealed BLOB NOT NULL, key_slot INTEGER NOT NULL UNIQUE
        ) STRICT;

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

    private static let outbox = """
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
            last_error TEXT,
            subject_kind TEXT CHECK (subject_kind IN ('session', 'visit')), subject_id INTEGER,
            enrolment INTEGER REFERENCES enrolment (id),
            -- The message of which this one is a delegate's copy: it is stopped with it.
            copy_of INTEGER REFERENCES message (id),
            -- The school whose delegate gets it.
            copied_for INTEGER REFERENCES school (urn),
            sealed BLOB, key_slot INTEGER UNIQUE,
            CHECK (person IS NULL OR recipient = 'person'),
            CHECK ((copy_of IS NULL) = (copied_for IS NULL)),
            CHECK ((sealed IS NULL) = (key_slot IS NULL)),
            CHECK ((ended_at IS NULL) = (state NOT IN ('sent', 'failed', 'expired', 'cancelled')))
        ) STRICT;
        CREATE INDEX message_waiting ON message (due_at, id) WHERE state IN ('pending', 'deferred', 'unknown');
        CREATE INDEX message_expiring ON message (expires_at)
            WHERE state IN ('pending', 'deferred', 'unknown', 'held');
        CREATE INDEX message_unfinished ON message (state) WHERE state NOT IN ('sent', 'cancelled', 'expired');
        CREATE INDEX message_sending ON message (id) WHERE state = 'sending';
        CREATE INDEX message_body ON message (ended_at) WHERE sealed IS NOT NULL;
        CREATE INDEX message_by_person ON message (person);
        CREATE INDEX message_copies ON message (copy_of) WHERE copy_of IS NOT NULL;
        CREATE INDEX message_by_subject ON message (subject_kind, subject_id) WHERE subject_id IS NOT NULL;

        -- How many were ever sent, so that to say so costs the same whatever their number.
        CREATE TRIGGER message_sent AFTER UPDATE OF state ON message WHEN NEW.state = 'sent' AND OLD.state <> 'sent'
        BEGIN
            INSERT INTO meta (key, value) VALUES ('sent', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1;
        END;

        -- It follows the facts of a cohort or of an enquiry.
        CREATE TABLE reminder (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort INTEGER REFERENCES cohort (id),
            enquiry INTEGER REFERENCES enquiry (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            subject_kind TEXT NOT NULL CHECK (subject_kind IN
                ('cohort', 'enrolment', 'session', 'visit', 'enquiry')),
            subject_id INTEGER NOT NULL,
            anchor TEXT NOT NULL CHECK (anchor GLOB '????-??-??'),
            step TEXT NOT NULL,
            person INTEGER REFERENCES person (id) ON DELETE CASCADE,
            urn INTEGER REFERENCES school (urn),
            at INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            shifted INTEGER NOT NULL CHECK (shifted IN (0, 1)),
            state TEXT NOT NULL CHECK (state IN ('scheduled', 'composed', 'void', 'expired')),
            message INTEGER REFERENCES message (id),
            CHECK ((cohort IS NULL) <> (enquiry IS NULL)),
            CHECK ((message IS NOT NULL) = (state = 'composed')),
            CHECK (urn IS NULL OR person IS NOT NULL)
        ) STRICT;
        CREATE UNIQUE INDEX reminder_once ON reminder
            (cohort, kind, subject_kind, subject_id, anchor, step, ifnull(person, 0)) WHERE cohort IS NOT NULL;
        CREATE UNIQUE INDEX reminder_once_of_enquiry ON reminder
            (enquiry, kind, subject_kind, subject_id, anchor, step, ifnull(person, 0)) WHERE enquiry IS NOT NULL;
        CREATE INDEX reminder_due ON reminder (at, id) WHERE state = 'scheduled';
        CREATE INDEX reminder_by_message ON reminder (message) WHERE message IS NOT NULL;
        CREATE INDEX reminder_by_person ON reminder (person);

        -- An entry in one person's calendar: its UID never changes, its sequence rises with every change sent.
        CREATE TABLE invite (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uid TEXT NOT NULL UNIQUE,
            subject_kind TEXT NOT NULL CHECK (subject_kind IN ('session', 'visit')),
            subject_id INTEGER NOT NULL,
            -- Null for a reviewer of the network.
            enrolment INTEGER REFERENCES enrolment (id),
            person INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
            sequence INTEGER NOT NULL CHECK (sequence >= 0),
            date TEXT NOT NULL CHECK (date GLOB '????-??-??'),
            cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1))
        ) STRICT;
        CREATE UNIQUE INDEX invite_once ON invite (subject_kind, subject_id, ifnull(enrolment, 0), person);
        CREATE INDEX invite_by_person ON invite (person);
        """

    private static let retention = """
        CREATE TABLE purge_run (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            digest TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            records INTEGER NOT NULL CHECK (records > 0),
            state TEXT NOT NULL CHECK (state IN ('begun', 'shredded', 'deleted', 'complete')),
            CHECK ((finished_at IS NOT NULL) = (state = 'complete'))
        ) STRICT;
        CREATE UNIQUE INDEX purge_run_open ON purge_run (1) WHERE state <> 'complete';

        -- What an unfinished run is to purge. Emptied when it is complete.
        CREATE TABLE purge_item (
            purge_run INTEGER NOT NULL REFERENCES purge_run (id),
            class TEXT NOT NULL CHECK (class IN
                ('write_up', 'feedback_response', 'message_body', 'contact', 'enquiry', 'pairing')),
            record INTEGER NOT NULL,
            PRIMARY KEY (class, record)
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
