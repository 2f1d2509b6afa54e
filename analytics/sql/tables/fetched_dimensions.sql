-- grain: one row per filter and value that a cluster says it holds, in place of what a load finds
create or replace table dimensions as select * from fetched
