-- What captures of pages need (where and when they were seen, whose bytes they share), and further facts of documents.
ALTER TABLE capture ADD COLUMN url TEXT;
ALTER TABLE capture ADD COLUMN seen_at TEXT;
ALTER TABLE capture ADD COLUMN revisit_of TEXT;
CREATE INDEX capture_url ON capture (url) WHERE url IS NOT NULL;

ALTER TABLE document ADD COLUMN share_low REAL NOT NULL DEFAULT 1;
ALTER TABLE document ADD COLUMN share_high REAL NOT NULL DEFAULT 1;
ALTER TABLE document ADD COLUMN modified TEXT;
ALTER TABLE document ADD COLUMN modified_by TEXT;
ALTER TABLE document ADD COLUMN agencies TEXT NOT NULL DEFAULT '[]';
ALTER TABLE document ADD COLUMN source TEXT;
ALTER TABLE document ADD COLUMN canonical_url TEXT;
ALTER TABLE document ADD COLUMN seen_at TEXT;
ALTER TABLE document ADD COLUMN found_by TEXT NOT NULL DEFAULT '[]';
UPDATE document SET share_low = share, share_high = share;
