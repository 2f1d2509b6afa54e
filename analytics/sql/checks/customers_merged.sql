-- grain: one row per customer number that counts under another one
select customer_id, into_id, merged_at, merged_by
from merges
order by into_id, customer_id
