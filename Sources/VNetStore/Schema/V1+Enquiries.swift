extension Schema {
    /// Schools that have asked to join.
    static let enquiries = """
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
            -- When it lapses, unless something comes of it before.
            lapses_at INTEGER,
            sealed BLOB NOT NULL, key_slot INTEGER NOT NULL UNIQUE,
            CHECK ((urn IS NOT NULL) + (trust_code IS NOT NULL) + (organisation IS NOT NULL) = 1),
            CHECK ((ended_on IS NOT NULL) = (state IN ('converted', 'declined', 'lapsed'))),
            CHECK ((cohort IS NOT NULL) = (state = 'converted')),
            CHECK (lapses_at IS NULL OR ended_on IS NULL)
        ) STRICT;
        CREATE INDEX enquiry_by_state ON enquiry (state, id);
        CREATE INDEX enquiry_lapsing ON enquiry (lapses_at) WHERE lapses_at IS NOT NULL;
        CREATE INDEX enquiry_by_last_contact ON enquiry (last_contact);
        """
}
