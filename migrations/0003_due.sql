-- Every minute somebody looks for referrals that nobody answered in time: that must not walk all the work of everybody.
CREATE INDEX works_due ON works (kind, due) WHERE closed IS NULL;
