-- one row: which tables and columns this version has
-- parameters: $layout
create or replace table layout as select cast($layout as integer) as number
