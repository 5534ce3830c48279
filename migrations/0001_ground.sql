-- Written once for both engines: {int} {bytes} {text} {serial} {strict} are filled in by crates/store/src/migrate.rs.
-- The columns of a row's table stand in the order of its struct in crates/store/src/rows.rs; a test compares them.

CREATE TABLE organisations (
  id {bytes} NOT NULL PRIMARY KEY,
  name {text} NOT NULL,
  kind {int} NOT NULL,
  regime {int} NOT NULL,
  county {text} NOT NULL,
  state {int} NOT NULL
){strict};

CREATE TABLE units (
  id {bytes} NOT NULL PRIMARY KEY,
  organisation {bytes} NOT NULL REFERENCES organisations (id),
  name {text} NOT NULL,
  kind {int} NOT NULL,
  generation {int} NOT NULL,
  public {bytes} NOT NULL,
  state {int} NOT NULL
){strict};

CREATE TABLE users (
  id {bytes} NOT NULL PRIMARY KEY,
  login {text} NOT NULL UNIQUE,
  name {text} NOT NULL,
  title {text} NOT NULL,
  public {bytes} NOT NULL,
  state {int} NOT NULL,
  lang {text} NOT NULL
){strict};

CREATE TABLE streams (
  id {bytes} NOT NULL PRIMARY KEY,
  kind {int} NOT NULL,
  lead {bytes} NOT NULL,
  peer {bytes},
  version {int} NOT NULL,
  state {int} NOT NULL
){strict};
CREATE INDEX streams_lead ON streams (kind, lead, id);
CREATE INDEX streams_peer ON streams (kind, peer, id);

CREATE TABLE entries (
  stream {bytes} NOT NULL REFERENCES streams (id),
  seq {int} NOT NULL,
  id {bytes} NOT NULL UNIQUE,
  compartment {int} NOT NULL,
  owner {bytes} NOT NULL,
  recorded_at {int} NOT NULL,
  author {bytes} NOT NULL,
  unit {bytes} NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (stream, seq)
){strict};

CREATE TABLE wraps (
  object {bytes} NOT NULL REFERENCES streams (id),
  compartment {int} NOT NULL,
  owner {bytes} NOT NULL,
  grantee {bytes} NOT NULL,
  generation {int} NOT NULL,
  referral {bytes} NOT NULL,
  key_id {bytes} NOT NULL,
  wrapped {bytes} NOT NULL,
  state {int} NOT NULL,
  until {int},
  PRIMARY KEY (object, compartment, owner, grantee, generation, referral)
){strict};
CREATE INDEX wraps_referral ON wraps (referral);
CREATE INDEX wraps_grantee ON wraps (grantee, compartment, object);
CREATE INDEX wraps_until ON wraps (until) WHERE until IS NOT NULL;

CREATE TABLE works (
  id {bytes} NOT NULL PRIMARY KEY,
  stream {bytes} NOT NULL,
  unit {bytes} NOT NULL,
  assignee {bytes},
  kind {int} NOT NULL,
  due {int},
  opened {int} NOT NULL,
  closed {int}
){strict};
CREATE INDEX works_open ON works (unit, coalesce(due, 9223372036854775807), id) WHERE closed IS NULL;
CREATE INDEX works_stream ON works (stream, opened, id);

CREATE TABLE rosters (
  grantee {bytes} NOT NULL,
  stream {bytes} NOT NULL REFERENCES streams (id),
  form {int} NOT NULL,
  sealed {bytes} NOT NULL,
  PRIMARY KEY (grantee, stream)
){strict};

CREATE TABLE facts (
  id {bytes} NOT NULL PRIMARY KEY,
  unit {bytes} NOT NULL,
  day {int} NOT NULL,
  sealed {bytes} NOT NULL
){strict};
CREATE INDEX rosters_stream ON rosters (stream);
CREATE INDEX facts_day ON facts (day, unit);

CREATE TABLE fact_keys (
  unit {bytes} NOT NULL,
  day {int} NOT NULL,
  encapsulated {bytes} NOT NULL,
  PRIMARY KEY (unit, day)
){strict};

CREATE TABLE memberships (
  "user" {bytes} NOT NULL REFERENCES users (id),
  unit {bytes} NOT NULL REFERENCES units (id),
  role {text} NOT NULL,
  state {int} NOT NULL,
  generation {int} NOT NULL,
  wrapped_unit_key {bytes} NOT NULL,
  PRIMARY KEY ("user", unit, role)
){strict};
CREATE INDEX memberships_unit ON memberships (unit);

CREATE TABLE locks (
  "user" {bytes} NOT NULL REFERENCES users (id),
  kind {int} NOT NULL,
  blob {bytes} NOT NULL,
  PRIMARY KEY ("user", kind)
){strict};

CREATE TABLE invitations (
  hash {bytes} NOT NULL PRIMARY KEY,
  organisation {bytes} NOT NULL REFERENCES organisations (id),
  unit {bytes} NOT NULL REFERENCES units (id),
  role {text} NOT NULL,
  login {text} NOT NULL,
  expires {int} NOT NULL,
  state {int} NOT NULL
){strict};

CREATE TABLE idempotency (
  id {bytes} NOT NULL PRIMARY KEY,
  "user" {bytes} NOT NULL,
  mac {bytes} NOT NULL,
  answer {bytes} NOT NULL,
  at {int} NOT NULL
){strict};

CREATE TABLE reference_data (
  name {text} NOT NULL,
  edition {text} NOT NULL,
  body {bytes} NOT NULL,
  PRIMARY KEY (name, edition)
){strict};

CREATE TABLE meta (
  key {text} NOT NULL PRIMARY KEY,
  value {bytes} NOT NULL
){strict};

CREATE TABLE sessions (
  hash {bytes} NOT NULL PRIMARY KEY,
  "user" {bytes} NOT NULL REFERENCES users (id),
  sealed {bytes} NOT NULL,
  created {int} NOT NULL,
  seen {int} NOT NULL,
  expires {int} NOT NULL,
  label {text} NOT NULL
){strict};
CREATE INDEX sessions_user ON sessions ("user");
CREATE INDEX sessions_expires ON sessions (expires);

CREATE TABLE jobs (
  id {bytes} NOT NULL PRIMARY KEY,
  kind {int} NOT NULL,
  payload {bytes} NOT NULL,
  due {int} NOT NULL,
  tries {int} NOT NULL,
  claimed_until {int}
){strict};
CREATE INDEX jobs_due ON jobs (due, id);

-- The order of number is the order in which two leaves about one row were committed: a leaf is inserted after its rows.
CREATE TABLE leaves (
  number {serial},
  idx {int} UNIQUE,
  at {int} NOT NULL,
  actor {bytes} NOT NULL,
  object {bytes} NOT NULL,
  bytes {bytes} NOT NULL,
  hash {bytes} NOT NULL
){strict};
CREATE INDEX leaves_tail ON leaves (number) WHERE idx IS NULL;
CREATE INDEX leaves_object ON leaves (object, number);
CREATE INDEX leaves_actor ON leaves (actor, number);

-- previous is the size of the checkpoint before (0: none), so that one taken out of the middle is missed.
CREATE TABLE checkpoints (
  size {int} NOT NULL PRIMARY KEY,
  previous {int} NOT NULL UNIQUE,
  note {text} NOT NULL,
  frontier {bytes} NOT NULL
){strict};
