-- Work that is given to a person of another unit is on their day as well.
CREATE INDEX works_assignee ON works (assignee, coalesce(due, 9223372036854775807), id) WHERE closed IS NULL;
