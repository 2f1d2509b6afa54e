-- grain: one row per owner whose customers are seen
-- parameters: $owners
create table owners as select unnest($owners) as owner
