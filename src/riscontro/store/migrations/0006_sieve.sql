-- Originals that were kept and not extracted, each with the reason; they are counted, and a rebuild may take them up.
CREATE TABLE sieved (
    capture_id TEXT PRIMARY KEY,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sieved_counted AFTER INSERT ON sieved BEGIN
    INSERT INTO counter VALUES ('sieved', NEW.reason, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER sieved_uncounted AFTER DELETE ON sieved BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'sieved' AND key = OLD.reason;
END;
CREATE TRIGGER sieved_gone AFTER DELETE ON capture BEGIN
    DELETE FROM sieved WHERE capture_id = OLD.id;
END;
