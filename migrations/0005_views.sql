-- A view of the list of files that somebody keeps for themself: its name and its address, sealed to them.
CREATE TABLE views (
  "user" {bytes} NOT NULL REFERENCES users (id),
  id {bytes} NOT NULL,
  sealed {bytes} NOT NULL,
  PRIMARY KEY ("user", id)
){strict};
