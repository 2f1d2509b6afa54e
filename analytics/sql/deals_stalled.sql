-- grain: one row per open deal that is older than the median of the won, oldest first
-- parameters: $as_of, and those of staged_deals
with
pace as (
    select median(cast(date_diff('day', opened_on, closed_on) as double)) as median_won_days
    from standing_deals
    where outcome = 'won'
),
aged as (
    select
        deal_id, customer_id, stage, owner, product, value, opened_on,
        date_diff('day', opened_on, cast($as_of as date)) as open_days
    from staged_deals
    where outcome is null and opened_on is not null
),
final as (
    select
        aged.deal_id, aged.customer_id, customers.name, aged.stage, aged.owner, aged.product,
        cast(aged.value as double) as value, aged.opened_on, aged.open_days
    from aged
    cross join pace
    left join customers on customers.customer_id = aged.customer_id
    where aged.open_days > pace.median_won_days
)
select deal_id, customer_id, name, stage, owner, product, value, opened_on, open_days
from final
order by open_days desc, value desc nulls last, deal_id
