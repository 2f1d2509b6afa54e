-- grain: one row per customer with stalled deals, those with most money in them first
-- parameters: those of deals_stalled; deals that name no customer are left out
with
final as (
    select
        customer_id, name, count(*) as stalled_deals, max(open_days) as open_days,
        sum(value) as open_value
    from deals_stalled
    where customer_id is not null
    group by customer_id, name
)
select customer_id, name, stalled_deals, open_days, open_value
from final
order by open_value desc nulls last, open_days desc, stalled_deals desc, customer_id
