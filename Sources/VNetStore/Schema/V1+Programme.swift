import VNetCore

extension Schema {
    /// Cohorts, and all that a year of one consists of.
    static let programme = """
        CREATE TABLE cohort (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL COLLATE NOCASE CHECK (name <> ''),
            programme TEXT NOT NULL CHECK (programme IN ('peer_review', 'walkthrus')),
            theme TEXT REFERENCES theme (key),
            policy TEXT NOT NULL CHECK (policy IN ('outward', 'in_house')),
            capacity INTEGER NOT NULL CHECK (capacity BETWEEN 3 AND 200),
            state TEXT NOT NULL CHECK (state IN \(CohortState.all)),
            opened_on TEXT CHECK (opened_on GLOB '????-??-??'),
            closed_on TEXT CHECK (closed_on GLOB '????-??-??'),
            CHECK ((theme IS NOT NULL) = (programme = 'peer_review')),
            CHECK ((closed_on IS NULL) = (state NOT IN \(CohortState.sql(where: \.isOver))))
        ) STRICT;
        -- One that was cancelled or purged leaves its name to another.
        CREATE UNIQUE INDEX cohort_by_name ON cohort (name) WHERE state IN \(CohortState.keepingName);
        CREATE INDEX cohort_by_state ON cohort (state, id);
        -- How many are under way, so that to say so costs the same whatever their number. All begin as drafts.
        CREATE TRIGGER cohort_under_way AFTER UPDATE OF state ON cohort
            WHEN (NEW.state IN \(CohortState.underWay)) <> (OLD.state IN \(CohortState.underWay))
        BEGIN
            INSERT INTO meta (key, value) VALUES ('cohorts_under_way', 1)
                ON CONFLICT (key) DO UPDATE SET value = value + iif(NEW.state IN \(CohortState.underWay), 1, -1);
        END;

        CREATE TABLE enrolment (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            urn INTEGER NOT NULL REFERENCES school (urn),
            state TEXT NOT NULL CHECK (state IN \(EnrolmentState.all)),
            paused_on TEXT CHECK (paused_on GLOB '????-??-??'),
            -- Which school's enrolment took its place.
            replaced_by INTEGER REFERENCES enrolment (id) CHECK (replaced_by IS NULL OR state = \(EnrolmentState.replaced.sql)),
            -- One more each time that the school left and came back.
            stay INTEGER NOT NULL DEFAULT 1 CHECK (stay >= 1),
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
            state TEXT NOT NULL CHECK (state IN \(SessionState.all)),
            date TEXT NOT NULL CHECK (date GLOB '????-??-??'),
            start TEXT NOT NULL CHECK (start GLOB '??:??'),
            finish TEXT NOT NULL CHECK (finish GLOB '??:??' AND finish > start),
            place TEXT NOT NULL,
            -- The day that a series gave it, whatever has become of it since.
            slot TEXT CHECK (slot GLOB '????-??-??')
        ) STRICT;
        CREATE INDEX session_by_cohort ON session (cohort, date);
        CREATE INDEX session_by_date ON session (date);
        CREATE INDEX session_coming ON session (date) WHERE state IN \(SessionState.coming);
        CREATE UNIQUE INDEX session_once ON session (cohort, kind)
            WHERE state <> \(SessionState.cancelled.sql) AND kind IN ('training', 'feedback');
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
            state TEXT NOT NULL CHECK (state IN \(CoachingState.all)),
            input TEXT NOT NULL CHECK (input GLOB '????-??-??'),
            lesson_visit TEXT CHECK (lesson_visit GLOB '????-??-??' AND lesson_visit >= input),
            feedback TEXT CHECK (feedback GLOB '????-??-??' AND feedback >= lesson_visit),
            practice TEXT CHECK (practice GLOB '????-??-??' AND practice >= feedback),
            review TEXT CHECK (review GLOB '????-??-??' AND review >= practice),
            CHECK (feedback IS NULL OR lesson_visit IS NOT NULL),
            CHECK (practice IS NULL OR feedback IS NOT NULL),
            CHECK (review IS NULL OR practice IS NOT NULL),
            CHECK (state = \(CoachingState.abandoned.sql) OR state = CASE
                WHEN review IS NOT NULL THEN \(CoachingState.review.sql)
                WHEN practice IS NOT NULL THEN \(CoachingState.practice.sql)
                WHEN feedback IS NOT NULL THEN \(CoachingState.feedback.sql)
                WHEN lesson_visit IS NOT NULL THEN \(CoachingState.lessonVisit.sql)
                ELSE \(CoachingState.input.sql) END),
            CHECK (state <> \(CoachingState.abandoned.sql) OR review IS NULL)
        ) STRICT;
        CREATE INDEX coaching_cycle_by_enrolment ON coaching_cycle (enrolment, input);
        CREATE INDEX coaching_cycle_by_input ON coaching_cycle (input);
        CREATE UNIQUE INDEX coaching_cycle_open ON coaching_cycle (enrolment)
            WHERE state IN \(CoachingState.sql(where: \.isOpen));

        CREATE TABLE peer_group (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            cohort INTEGER NOT NULL REFERENCES cohort (id),
            name TEXT NOT NULL CHECK (name <> ''),
            state TEXT NOT NULL CHECK (state IN \(GroupState.all)),
            paused_on TEXT CHECK (paused_on GLOB '????-??-??'),
            -- Why two schools go on as a pair.
            pair_reason TEXT CHECK (pair_reason <> '')
        ) STRICT;
        -- One that was dissolved or merged leaves its name to another.
        CREATE UNIQUE INDEX peer_group_by_name ON peer_group (cohort, name)
            WHERE state IN \(GroupState.sql(where: \.keepsName));
        CREATE INDEX peer_group_by_cohort ON peer_group (cohort);
        CREATE INDEX peer_group_by_state ON peer_group (state);

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
            state TEXT NOT NULL CHECK (state IN \(VisitState.all)),
            date TEXT CHECK (date GLOB '????-??-??'),
            start TEXT NOT NULL CHECK (start GLOB '??:??'),
            finish TEXT NOT NULL CHECK (finish GLOB '??:??' AND finish > start),
            lead INTEGER REFERENCES person (id) ON DELETE SET NULL,
            reschedules INTEGER NOT NULL DEFAULT 0 CHECK (reschedules >= 0),
            -- When it was put on record that it took place.
            recorded_on TEXT CHECK (recorded_on GLOB '????-??-??'),
            -- When the host accepted the write-up.
            accepted_on TEXT CHECK (accepted_on GLOB '????-??-??'),
            CHECK ((recorded_on IS NOT NULL) = (state IN \(VisitState.sql(where: \.tookPlace)))),
            CHECK ((accepted_on IS NOT NULL) = (state = \(VisitState.accepted.sql))),
            CHECK (date IS NOT NULL OR state IN (\(VisitState.unset.sql), \(VisitState.cancelled.sql)))
        ) STRICT;
        CREATE INDEX visit_by_cohort ON visit (cohort, date);
        -- Those without a day come last.
        CREATE INDEX visit_by_day ON visit (ifnull(date, '9999-12-31'));
        CREATE INDEX visit_by_group ON visit (peer_group);
        CREATE INDEX visit_by_lead ON visit (lead) WHERE lead IS NOT NULL;
        CREATE INDEX visit_held ON visit (date) WHERE state = \(VisitState.held.sql);
        CREATE INDEX visit_coming ON visit (date) WHERE state IN \(VisitState.coming);

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

        -- On which days a school can, or can not, host, review or come to a session; never why.
        CREATE TABLE availability (
            enrolment INTEGER NOT NULL REFERENCES enrolment (id) ON DELETE CASCADE,
            first TEXT NOT NULL CHECK (first GLOB '????-??-??'),
            last TEXT NOT NULL CHECK (last GLOB '????-??-??' AND last >= first),
            availability TEXT NOT NULL CHECK (availability IN ('unavailable', 'preferred')),
            PRIMARY KEY (enrolment, first)
        ) STRICT, WITHOUT ROWID;

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
}
