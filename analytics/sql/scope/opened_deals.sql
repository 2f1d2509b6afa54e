-- grain: one row per deal opened in the period, as it stood at the end of the as_of day
-- parameters: $end, $start where there is one, and those of known_deals
select
    deal_id, customer_id, owner, product, closed_later, opened_on, closed_on, stage, outcome, place,
    value, reason
from known_deals
where (opened_on is null or opened_on <= $end)
    and opened_on >= $start -- when start
