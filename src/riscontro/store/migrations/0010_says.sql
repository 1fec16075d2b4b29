-- Events that an earlier version weighed do not say how each origin enters the probability: everything is weighed anew.
DELETE FROM weighed;
