-- What others made of the words of each event's origins (model/event.py, Outcome), so that what a source's word is
-- worth is counted without reading the events. Months are as 2024-10; until is NULL where it stands so today.
CREATE TABLE settled (
    event_id TEXT NOT NULL,
    root TEXT NOT NULL,
    role TEXT NOT NULL,
    topic TEXT NOT NULL,
    denied INTEGER NOT NULL,
    stood INTEGER NOT NULL,
    since TEXT NOT NULL,
    until TEXT
) STRICT;
CREATE INDEX settled_event ON settled (event_id);
CREATE INDEX settled_root ON settled (root, role, topic, denied, stood, since, until);

-- Events that an earlier version weighed say nothing of it: everything is weighed anew.
DELETE FROM weighed;
