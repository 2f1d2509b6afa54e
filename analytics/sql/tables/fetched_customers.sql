-- grain: one row per customer that a cluster shows, in place of what a load builds
create or replace table customers as select * from fetched
