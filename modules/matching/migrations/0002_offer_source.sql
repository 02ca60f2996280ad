-- Whose stock an offer is of: the source named at its import, "" without a name; NULL: entered here.
ALTER TABLE mtc_offer ADD COLUMN source TEXT;
-- "closed" by hand, "expired", or "gone" from its source's file.
ALTER TABLE mtc_offer ADD COLUMN closed_why TEXT;
CREATE INDEX mtc_offer_by_source ON mtc_offer (source, key);
