import VNetCore

extension Schema {
    /// Requests of persons to be forgotten, and who is not to be taken up again unasked.
    static let erasure = """
        -- Days and codes. Once the person has been purged it names nobody, and stays as the proof.
        CREATE TABLE erasure_request (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            person INTEGER REFERENCES person (id) ON DELETE SET NULL,
            channel TEXT NOT NULL CHECK (channel IN ('email', 'post', 'telephone', 'in_person', 'other')),
            received_on TEXT NOT NULL CHECK (received_on GLOB '????-??-??'),
            due_on TEXT NOT NULL CHECK (due_on GLOB '????-??-??' AND due_on > received_on),
            state TEXT NOT NULL CHECK (state IN \(ErasureState.all)),
            ended_on TEXT CHECK (ended_on GLOB '????-??-??' AND ended_on >= received_on),
            refusal TEXT CHECK (refusal IN ('expression', 'legal_obligation', 'public_interest', 'public_health',
                'archiving', 'legal_claims', 'unfounded')),
            -- The run that purges, or purged, what was held about the person; it is completed when that is.
            purge_run INTEGER UNIQUE REFERENCES purge_run (id),
            CHECK ((ended_on IS NULL) = (state IN \(ErasureState.open))),
            CHECK ((refusal IS NOT NULL) = (state = \(ErasureState.refused.sql))),
            CHECK (purge_run IS NULL OR state IN (\(ErasureState.received.sql), \(ErasureState.completed.sql)))
        ) STRICT;
        CREATE UNIQUE INDEX erasure_request_open ON erasure_request (person) WHERE state IN \(ErasureState.open);
        CREATE INDEX erasure_request_by_person ON erasure_request (person);
        CREATE INDEX erasure_request_by_end ON erasure_request (ended_on);
        CREATE INDEX erasure_request_due ON erasure_request (due_on) WHERE state IN \(ErasureState.open);

        -- A keyed hash of the address of somebody who was purged: it recognises the address, and tells nothing.
        CREATE TABLE suppression (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            email_index BLOB NOT NULL UNIQUE CHECK (length(email_index) = 32),
            reason TEXT NOT NULL CHECK (reason IN ('erasure', 'retention')),
            added_at INTEGER NOT NULL
        ) STRICT;
        """
}
