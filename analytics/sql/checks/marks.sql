-- grain: one row per row of any table that is left out by choice
create or replace temp table marked (source varchar, row_no bigint, code varchar)
