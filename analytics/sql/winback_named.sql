-- grain: one row per customer whom the list of the earlier day would have named, most worth first,
--     with what they ordered after it, up to $end
-- parameters: $named customers at most; $orders of one who comes back; $measure ("margin" or
--     "revenue"); the relation return_rates: band, tier, return_rate; $horizon days from the one day
--     to the other, $horizons = 1, those of winback_standing on the earlier day and of
--     winback_returns
-- keys are given out in the order of customer_id as text, so they break ties the same way
with
valued as (
    select
        standing.customer_key, rates.return_rate,
        case when returns.customer_key is null then 0 else 1 end as came,
        returns.brought,
        rates.return_rate * (
            case when $measure = 'margin' then standing.average_margin
                else standing.average_order
            end * cast($orders as double)
        ) as return_value
    from winback_standing_before as standing
    left join return_rates as rates on rates.band = standing.band and rates.tier = standing.tier
    left join winback_returns as returns on returns.customer_key = standing.customer_key
    where standing.band > 0
),
ranked as (
    select
        customer_key, return_rate, came, brought,
        row_number() over (order by coalesce(return_value, -1) desc, customer_key) as place
    from valued
)
select place, return_rate, came, brought
from ranked
where place <= $named
order by place
