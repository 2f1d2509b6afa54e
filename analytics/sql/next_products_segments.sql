-- grain: one row per customer with a counting order, of every $every-th customer
-- parameters: those of scored_buyers_ever, $every
select scored.customer_key, segment_names.segment
from scored_buyers_ever as scored
join segment_names on segment_names.cell = scored.cell
where mod(scored.customer_key, $every) = 0
order by scored.customer_key
