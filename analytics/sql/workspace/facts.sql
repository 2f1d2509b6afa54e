-- one row: what the version holds
select * from facts
