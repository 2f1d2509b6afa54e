-- one row: what a cluster says it holds, in place of what a load finds
create or replace table facts as select * from fetched
