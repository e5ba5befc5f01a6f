-- What people save. Rows are only ever added: a change, a rename, a deletion and a restoration are each a row.

CREATE TABLE versions (
    id VARCHAR NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    kind VARCHAR NOT NULL CHECK (kind IN ('variant', 'institution')),
    name VARCHAR NOT NULL CHECK (name <> ''),
    body VARCHAR NOT NULL,
    action VARCHAR NOT NULL CHECK (action IN ('saved', 'renamed', 'deleted', 'restored')),
    in_bin BOOLEAN NOT NULL,
    who VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    based_on_version INTEGER NOT NULL CHECK (based_on_version >= 0),
    PRIMARY KEY (id, version)
);

CREATE TABLE events (
    id VARCHAR PRIMARY KEY,
    kind VARCHAR NOT NULL CHECK (kind <> ''),
    who VARCHAR NOT NULL,
    happened_at TIMESTAMP NOT NULL,
    detail VARCHAR NOT NULL
);
