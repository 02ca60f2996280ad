-- Communes are the core's now: core_commune_v1. Import the list again.
DROP TABLE mtc_commune;
