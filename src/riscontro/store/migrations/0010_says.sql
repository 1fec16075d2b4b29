-- Events that an earlier version weighed do not say how each origin enters the probability: everything is weighed anew.
DELETE FROM weighed;

-- Letters are counted from settled words (table settled), or stand in case.toml and judgements: nothing was kept here.
DROP VIEW current_source;
DROP TABLE source;
