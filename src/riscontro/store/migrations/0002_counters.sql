-- Counts are kept by triggers, so that a summary of a large case costs a few rows.

CREATE TABLE counter (
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

INSERT INTO counter SELECT 'capture', '', count(*) FROM capture;
INSERT INTO counter SELECT 'document', lang, count(*) FROM document GROUP BY lang;
INSERT INTO counter SELECT 'access', access, count(*) FROM document GROUP BY access;
INSERT INTO counter SELECT 'unread', coalesce(unread, 'waiting'), count(*) FROM document
    WHERE unread IS NOT NULL OR reader IS NULL GROUP BY coalesce(unread, 'waiting');
INSERT INTO counter SELECT 'claim', '', count(*) FROM current_claim;
INSERT INTO counter SELECT 'event', status, count(*) FROM current_event GROUP BY status;
INSERT INTO counter SELECT 'issue', code, count(*) FROM current_issue GROUP BY code;

CREATE TRIGGER capture_counted AFTER INSERT ON capture BEGIN
    INSERT INTO counter VALUES ('capture', '', 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER capture_uncounted AFTER DELETE ON capture BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'capture';
END;

CREATE TRIGGER document_counted AFTER INSERT ON document BEGIN
    INSERT INTO counter VALUES ('document', NEW.lang, 1) ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO counter VALUES ('access', NEW.access, 1) ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO counter SELECT 'unread', coalesce(NEW.unread, 'waiting'), 1
        WHERE NEW.unread IS NOT NULL OR NEW.reader IS NULL ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER document_uncounted AFTER DELETE ON document BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'document' AND key = OLD.lang;
    UPDATE counter SET n = n - 1 WHERE kind = 'access' AND key = OLD.access;
    UPDATE counter SET n = n - 1 WHERE kind = 'unread' AND key = coalesce(OLD.unread, 'waiting')
        AND (OLD.unread IS NOT NULL OR OLD.reader IS NULL);
END;
CREATE TRIGGER document_recounted AFTER UPDATE OF lang, access, reader, unread ON document BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'document' AND key = OLD.lang;
    UPDATE counter SET n = n - 1 WHERE kind = 'access' AND key = OLD.access;
    UPDATE counter SET n = n - 1 WHERE kind = 'unread' AND key = coalesce(OLD.unread, 'waiting')
        AND (OLD.unread IS NOT NULL OR OLD.reader IS NULL);
    INSERT INTO counter VALUES ('document', NEW.lang, 1) ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO counter VALUES ('access', NEW.access, 1) ON CONFLICT DO UPDATE SET n = n + 1;
    INSERT INTO counter SELECT 'unread', coalesce(NEW.unread, 'waiting'), 1
        WHERE NEW.unread IS NOT NULL OR NEW.reader IS NULL ON CONFLICT DO UPDATE SET n = n + 1;
END;

CREATE TRIGGER claim_counted AFTER INSERT ON claim WHEN NEW.known_to IS NULL BEGIN
    INSERT INTO counter VALUES ('claim', '', 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER claim_closed AFTER UPDATE OF known_to ON claim
WHEN OLD.known_to IS NULL AND NEW.known_to IS NOT NULL BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'claim';
END;
CREATE TRIGGER claim_uncounted AFTER DELETE ON claim WHEN OLD.known_to IS NULL BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'claim';
END;

CREATE TRIGGER event_counted AFTER INSERT ON event WHEN NEW.known_to IS NULL BEGIN
    INSERT INTO counter VALUES ('event', NEW.status, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER event_closed AFTER UPDATE OF known_to ON event
WHEN OLD.known_to IS NULL AND NEW.known_to IS NOT NULL BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'event' AND key = OLD.status;
END;
CREATE TRIGGER event_uncounted AFTER DELETE ON event WHEN OLD.known_to IS NULL BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'event' AND key = OLD.status;
END;

CREATE TRIGGER issue_counted AFTER INSERT ON issue WHEN NEW.known_to IS NULL BEGIN
    INSERT INTO counter VALUES ('issue', NEW.code, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER issue_closed AFTER UPDATE OF known_to ON issue
WHEN OLD.known_to IS NULL AND NEW.known_to IS NOT NULL BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'issue' AND key = OLD.code;
END;
CREATE TRIGGER issue_uncounted AFTER DELETE ON issue WHEN OLD.known_to IS NULL BEGIN
    UPDATE counter SET n = n - 1 WHERE kind = 'issue' AND key = OLD.code;
END;
