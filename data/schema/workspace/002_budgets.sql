-- Budgets, programme budgets, staffing plans and profiles that were handed in. Rows are only ever added, as in versions:
-- a content is what was read from one file under one mapping; a version points at a content, so that restoring an
-- older version, renaming and deleting copy nothing.

CREATE TABLE budget_files (
    sha256 VARCHAR PRIMARY KEY CHECK (length(sha256) = 64),
    size BIGINT NOT NULL CHECK (size >= 0)
);

CREATE TABLE budget_file_parts (
    sha256 VARCHAR NOT NULL,
    part INTEGER NOT NULL CHECK (part >= 0),
    content BLOB NOT NULL,
    PRIMARY KEY (sha256, part)
);

CREATE TABLE budget_contents (
    id VARCHAR PRIMARY KEY,
    sha256 VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    mapping VARCHAR NOT NULL,
    reading VARCHAR NOT NULL,
    accepted VARCHAR NOT NULL
);

CREATE TABLE budget_lines (
    content_id VARCHAR NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    sheet VARCHAR NOT NULL,
    "row" INTEGER NOT NULL,
    label VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    quantity VARCHAR NOT NULL,
    section VARCHAR NOT NULL,
    amounts VARCHAR NOT NULL,
    PRIMARY KEY (content_id, position)
);

CREATE TABLE budget_versions (
    id VARCHAR NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    institution VARCHAR NOT NULL CHECK (institution <> ''),
    kind VARCHAR NOT NULL CHECK (kind IN ('budget', 'programme', 'staffing', 'profile')),
    name VARCHAR NOT NULL CHECK (name <> ''),
    content_id VARCHAR NOT NULL,
    action VARCHAR NOT NULL CHECK (action IN ('saved', 'renamed', 'deleted', 'restored')),
    in_bin BOOLEAN NOT NULL,
    who VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    based_on_version INTEGER NOT NULL CHECK (based_on_version >= 0),
    PRIMARY KEY (id, version)
);

CREATE TABLE budget_mappings (
    institution VARCHAR NOT NULL CHECK (institution <> ''),
    kind VARCHAR NOT NULL CHECK (kind IN ('budget', 'programme', 'staffing', 'profile')),
    name VARCHAR NOT NULL CHECK (name <> ''),
    version INTEGER NOT NULL CHECK (version > 0),
    body VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (institution, kind, name, version)
);

CREATE TABLE budget_learned (
    institution VARCHAR NOT NULL CHECK (institution <> ''),
    kind VARCHAR NOT NULL,
    "key" VARCHAR NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    category VARCHAR NOT NULL,
    who VARCHAR NOT NULL,
    saved_at TIMESTAMP NOT NULL,
    PRIMARY KEY (institution, kind, "key", version)
);
