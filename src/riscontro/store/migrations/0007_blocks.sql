-- What the last weighing left behind so that a few new claims cost a look at their neighbours alone.

-- Claims and documents that changed since: appended by triggers, taken away by the weighing that has seen them.
CREATE TABLE to_weigh (
    seq INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL,
    claim_id TEXT
) STRICT;

CREATE TRIGGER claim_to_weigh AFTER INSERT ON claim BEGIN
    INSERT INTO to_weigh (document_id, claim_id) VALUES (NEW.document_id, NEW.id);
END;
CREATE TRIGGER claim_closed_to_weigh AFTER UPDATE OF known_to ON claim BEGIN
    INSERT INTO to_weigh (document_id, claim_id) VALUES (NEW.document_id, NEW.id);
END;
CREATE TRIGGER claim_gone_to_weigh AFTER DELETE ON claim BEGIN
    INSERT INTO to_weigh (document_id, claim_id) VALUES (OLD.document_id, OLD.id);
END;
CREATE TRIGGER document_to_weigh AFTER UPDATE OF url, publisher, lang, translated, access, share, family, version,
    public_from, held_from, agencies, source ON document BEGIN
    INSERT INTO to_weigh (document_id) VALUES (NEW.id);
END;

-- What the last weighing rested on beside claims and documents; none where there was none.
CREATE TABLE weighed (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    basis TEXT NOT NULL
) STRICT;

-- model/block.py. Months and days are numbers; NULL stands for every month. Where one was never made, all is weighed.
CREATE TABLE block (
    event_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    type TEXT NOT NULL,
    first TEXT,
    second TEXT,
    first_month INTEGER,
    last_month INTEGER,
    reach_first INTEGER,
    reach_last INTEGER,
    put TEXT NOT NULL,
    opened TEXT NOT NULL,
    last TEXT NOT NULL,
    flow INTEGER NOT NULL,
    tolerance INTEGER NOT NULL,
    dated_first INTEGER,
    dated_last INTEGER,
    implied_first INTEGER,
    implied_last INTEGER,
    modes TEXT NOT NULL,
    bounded TEXT NOT NULL,
    PRIMARY KEY (event_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX block_sides ON block (type, first, second, last_month);
CREATE INDEX block_second ON block (type, second, last_month);
CREATE INDEX block_first_last ON block (type, first, last);
CREATE INDEX block_second_last ON block (type, second, last);
CREATE INDEX block_bounded ON block (event_id) WHERE bounded <> '[]';
