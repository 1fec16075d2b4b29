-- What is held of an address is looked for by the address as it was asked for; files have paths there, and are left out.
CREATE INDEX capture_origin ON capture (origin) WHERE url IS NOT NULL;
