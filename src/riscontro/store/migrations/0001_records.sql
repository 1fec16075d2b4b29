-- Rows are closed, never erased: known_from and known_to say from which run to which a row was held to be so.
-- Ids are text (model/ids.py); seq keeps the order of arrival. Instants are UTC text, intervals two dates, '..' open.

CREATE TABLE run (
    number INTEGER PRIMARY KEY,
    job TEXT NOT NULL,
    at TEXT NOT NULL,
    version TEXT NOT NULL
) STRICT;

CREATE TABLE capture (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    digest TEXT NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    origin TEXT NOT NULL,
    moment TEXT NOT NULL,
    declared TEXT NOT NULL,
    context TEXT NOT NULL,
    file TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL
) STRICT;
CREATE INDEX capture_place ON capture (file, offset, length);
CREATE INDEX capture_digest ON capture (digest);

-- Texts lie apart, so that a walk over documents does not read them.
CREATE TABLE document (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    capture_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    url TEXT,
    publisher TEXT,
    author TEXT,
    title TEXT,
    lang TEXT NOT NULL,
    translated TEXT,
    published TEXT,
    published_by TEXT,
    access TEXT NOT NULL,
    share REAL NOT NULL,
    share_evidence TEXT NOT NULL,
    family TEXT,
    version INTEGER NOT NULL,
    public_from TEXT NOT NULL,
    held_from TEXT NOT NULL,
    reader TEXT,
    read_lang TEXT,
    unread TEXT,
    attributions INTEGER NOT NULL DEFAULT 0,
    times INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX document_capture ON document (capture_id, part);
CREATE INDEX document_url ON document (url);
CREATE INDEX document_lang ON document (lang);
CREATE INDEX document_reader ON document (reader);
CREATE INDEX document_unread ON document (id, unread) WHERE unread IS NOT NULL;
CREATE INDEX document_family ON document (family) WHERE family IS NOT NULL;

CREATE TABLE document_text (
    seq INTEGER PRIMARY KEY REFERENCES document (seq),
    text TEXT NOT NULL
) STRICT;

-- The other captures that hold a document: a purge must know every place where its words lie.
CREATE TABLE document_copy (
    document_id TEXT NOT NULL,
    capture_id TEXT NOT NULL,
    part INTEGER NOT NULL,
    PRIMARY KEY (document_id, capture_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX document_copy_capture ON document_copy (capture_id);

CREATE TABLE claim (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    actor TEXT,
    type TEXT NOT NULL,
    mode TEXT,
    recipient TEXT,
    opponent TEXT,
    place TEXT,
    earliest TEXT,
    latest TEXT,
    quantity_minimum REAL,
    quantity_maximum REAL,
    quantity_unit TEXT,
    quantity_bound TEXT,
    quantity_earliest TEXT,
    quantity_latest TEXT,
    quantity_cumulative INTEGER,
    modality TEXT NOT NULL,
    basis TEXT NOT NULL,
    root TEXT,
    root_state TEXT,
    root_kind TEXT,
    via TEXT NOT NULL,
    stance TEXT NOT NULL,
    about TEXT,
    hedge TEXT,
    incomplete INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    reader TEXT NOT NULL,
    known_from INTEGER NOT NULL REFERENCES run (number),
    known_to INTEGER REFERENCES run (number)
) STRICT;
CREATE UNIQUE INDEX claim_current ON claim (id) WHERE known_to IS NULL;
CREATE INDEX claim_document ON claim (document_id) WHERE known_to IS NULL;

CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    first_at TEXT NOT NULL,
    actor TEXT,
    type TEXT NOT NULL,
    mode TEXT,
    recipient TEXT,
    opponent TEXT,
    place TEXT,
    earliest TEXT,
    latest TEXT,
    quantity_minimum REAL,
    quantity_maximum REAL,
    quantity_unit TEXT,
    quantity_bound TEXT,
    quantity_earliest TEXT,
    quantity_latest TEXT,
    quantity_cumulative INTEGER,
    claims TEXT NOT NULL,
    origins TEXT NOT NULL,
    status TEXT NOT NULL,
    grade TEXT NOT NULL,
    contested_by TEXT NOT NULL,
    planned INTEGER NOT NULL,
    probability REAL,
    known_from INTEGER NOT NULL REFERENCES run (number),
    known_to INTEGER REFERENCES run (number)
) STRICT;
CREATE UNIQUE INDEX event_current ON event (id) WHERE known_to IS NULL;
CREATE INDEX event_order ON event (first_at, id) WHERE known_to IS NULL;

-- Which claims a current event rests on, from either end.
CREATE TABLE event_claim (
    event_id TEXT NOT NULL,
    claim_id TEXT NOT NULL,
    PRIMARY KEY (event_id, claim_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_claim_claim ON event_claim (claim_id);

CREATE TABLE status_change (
    seq INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    status TEXT NOT NULL,
    grade TEXT NOT NULL,
    at TEXT NOT NULL,
    held_at TEXT NOT NULL,
    document_id TEXT,
    claim_id TEXT,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    origins INTEGER NOT NULL,
    known_from INTEGER NOT NULL REFERENCES run (number),
    known_to INTEGER REFERENCES run (number)
) STRICT;
CREATE UNIQUE INDEX status_change_current ON status_change (event_id, ordinal) WHERE known_to IS NULL;

CREATE TABLE issue (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    subject TEXT,
    span_start INTEGER,
    span_end INTEGER,
    capture_id TEXT,
    document_id TEXT,
    room TEXT NOT NULL,
    known_from INTEGER NOT NULL REFERENCES run (number),
    known_to INTEGER REFERENCES run (number)
) STRICT;
CREATE UNIQUE INDEX issue_current ON issue (id, room) WHERE known_to IS NULL;
CREATE INDEX issue_document ON issue (document_id) WHERE known_to IS NULL;

CREATE TABLE source (
    seq INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    topic TEXT,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT,
    reliability TEXT NOT NULL,
    count INTEGER NOT NULL,
    set_by TEXT,
    known_from INTEGER NOT NULL REFERENCES run (number),
    known_to INTEGER REFERENCES run (number)
) STRICT;
CREATE UNIQUE INDEX source_current ON source (key, coalesce(topic, '')) WHERE known_to IS NULL;

-- The hash of a judgement covers the digests of its anchors and details, not their words, so that a purge can take
-- the words away and leave the chain whole.
CREATE TABLE judgement (
    number INTEGER PRIMARY KEY,
    verdict TEXT NOT NULL,
    anchors TEXT NOT NULL,
    anchors_digest TEXT NOT NULL,
    details TEXT NOT NULL,
    details_digest TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER judgement_kept BEFORE DELETE ON judgement
BEGIN SELECT raise(ABORT, 'judgements are appended, never erased'); END;
CREATE TRIGGER judgement_unchanged BEFORE UPDATE ON judgement
WHEN NEW.number <> OLD.number OR NEW.verdict <> OLD.verdict OR NEW.anchors_digest <> OLD.anchors_digest
    OR NEW.details_digest <> OLD.details_digest OR NEW.by <> OLD.by OR NEW.at <> OLD.at OR NEW.why <> OLD.why
    OR NEW.previous <> OLD.previous OR NEW.hash <> OLD.hash OR NOT EXISTS (SELECT 1 FROM tombstone)
BEGIN SELECT raise(ABORT, 'judgements are appended, never changed'); END;

CREATE TABLE tombstone (
    capture_id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    documents TEXT NOT NULL,
    reason TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE TRIGGER tombstone_kept BEFORE DELETE ON tombstone
BEGIN SELECT raise(ABORT, 'tombstones are never erased'); END;
CREATE TRIGGER tombstone_unchanged BEFORE UPDATE ON tombstone
BEGIN SELECT raise(ABORT, 'tombstones are never changed'); END;

-- What holds now, for whoever opens this file with another tool.
CREATE VIEW current_claim AS SELECT * FROM claim WHERE known_to IS NULL;
CREATE VIEW current_event AS SELECT * FROM event WHERE known_to IS NULL;
CREATE VIEW current_status_change AS SELECT * FROM status_change WHERE known_to IS NULL;
CREATE VIEW current_issue AS SELECT * FROM issue WHERE known_to IS NULL;
CREATE VIEW current_source AS SELECT * FROM source WHERE known_to IS NULL;
