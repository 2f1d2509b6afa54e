-- grain: one row per deal decided in the period, or open at the end of the as_of day
-- parameters: $end, $start where there is one, and those of known_deals
-- a decided deal without a closing date is in no period: it counts in all time only
select
    deal_id, customer_id, owner, product, closed_later, opened_on, closed_on, stage, outcome, place,
    value, reason
from known_deals
where outcome is null
    or ((closed_on is null or closed_on <= $end)
        and closed_on >= $start -- when start
    )
