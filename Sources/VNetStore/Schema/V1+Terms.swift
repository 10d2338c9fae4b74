extension Schema {
    /// When schools are closed, and which school follows which.
    static let terms = """
        -- Days on which schools are closed: those of a local authority or those of one school, never both.
        CREATE TABLE term_closure (
            la_code TEXT CHECK (la_code <> ''),
            urn INTEGER REFERENCES school (urn),
            first TEXT NOT NULL CHECK (first GLOB '????-??-??'),
            last TEXT NOT NULL CHECK (last GLOB '????-??-??' AND last >= first),
            title TEXT NOT NULL CHECK (title <> ''),
            CHECK ((la_code IS NULL) <> (urn IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX term_closure_of_la ON term_closure (la_code, first, last, title) WHERE la_code IS NOT NULL;
        CREATE UNIQUE INDEX term_closure_of_school ON term_closure (urn, first, last, title) WHERE urn IS NOT NULL;

        -- Terms, between which schools are closed: those of a local authority or those of one school, never both.
        CREATE TABLE term (
            la_code TEXT CHECK (la_code <> ''),
            urn INTEGER REFERENCES school (urn),
            first TEXT NOT NULL CHECK (first GLOB '????-??-??'),
            last TEXT NOT NULL CHECK (last GLOB '????-??-??' AND last >= first),
            CHECK ((la_code IS NULL) <> (urn IS NULL))
        ) STRICT;
        CREATE UNIQUE INDEX term_of_la ON term (la_code, first, last) WHERE la_code IS NOT NULL;
        CREATE UNIQUE INDEX term_of_school ON term (urn, first, last) WHERE urn IS NOT NULL;

        -- For how long a school keeps term dates of its own instead of its local authority's.
        CREATE TABLE own_terms (
            urn INTEGER NOT NULL REFERENCES school (urn),
            first TEXT NOT NULL CHECK (first GLOB '????-??-??'),
            last TEXT NOT NULL CHECK (last GLOB '????-??-??' AND last >= first),
            PRIMARY KEY (urn, first, last)
        ) STRICT, WITHOUT ROWID;

        -- Which school followed which. Either may be missing from the register as it was imported.
        CREATE TABLE successor_link (
            predecessor INTEGER NOT NULL CHECK (predecessor BETWEEN 100000 AND 999999),
            successor INTEGER NOT NULL CHECK (successor BETWEEN 100000 AND 999999 AND successor <> predecessor),
            kind TEXT NOT NULL CHECK (kind IN ('whole', 'split', 'merged', 'amalgamated')),
            since TEXT CHECK (since GLOB '????-??-??'),
            PRIMARY KEY (predecessor, successor)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX successor_link_by_successor ON successor_link (successor);
        """
}
