-- one row: what made this version; the rows of loads say which files it consists of
create or replace table made (
    number integer, built_on integer, made_at timestamp, made_by varchar, action varchar,
    detail varchar
)
