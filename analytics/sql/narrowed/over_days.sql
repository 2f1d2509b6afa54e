-- one row: whether any order of the whole version has lines on several days
select orders_over_days from whole.facts
