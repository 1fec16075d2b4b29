-- What the families rest on, so that new documents cost a look at what they share with others alone.

-- Documents that came since near-copies were last looked for, in order; ``other`` where one went, or its text changed.
CREATE TABLE to_group (
    seq INTEGER PRIMARY KEY,
    document_id TEXT NOT NULL,
    other INTEGER NOT NULL
) STRICT;

CREATE TRIGGER document_to_group AFTER INSERT ON document BEGIN
    INSERT INTO to_group (document_id, other) VALUES (NEW.id, 0);
END;
CREATE TRIGGER text_to_group AFTER UPDATE OF text ON document_text WHEN NEW.text IS NOT OLD.text BEGIN
    INSERT INTO to_group (document_id, other) SELECT id, 1 FROM document WHERE seq = NEW.seq;
END;
CREATE TRIGGER document_gone_to_group AFTER DELETE ON document BEGIN
    INSERT INTO to_group (document_id, other) VALUES (OLD.id, 1);
END;

-- The mark of the index that the families were set by; none where they never were.
CREATE TABLE grouped (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    mark TEXT NOT NULL
) STRICT;
