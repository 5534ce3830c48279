-- What one list reads lies together: the lines of a unit one after the other, and whether each is open in the index itself.
-- Two thousand lines were four thousand pages in four thousand places of the file.
CREATE TABLE lines (
  grantee {bytes} NOT NULL,
  stream {bytes} NOT NULL REFERENCES streams (id),
  form {int} NOT NULL,
  sealed {bytes} NOT NULL,
  PRIMARY KEY (grantee, stream)
){clustered};
INSERT INTO lines (grantee, stream, form, sealed) SELECT grantee, stream, form, sealed FROM rosters;
DROP TABLE rosters;
ALTER TABLE lines RENAME TO rosters;
CREATE INDEX rosters_stream ON rosters (stream);
CREATE INDEX wraps_open ON wraps (grantee, compartment, object, state, until);
DROP INDEX wraps_grantee;
