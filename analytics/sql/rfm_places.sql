-- grain: one row per customer with a counting order in the scope: its three scores
-- parameters: those of scored_buyers with money
select customer_key, r, f, m
from scored_buyers
order by customer_key
