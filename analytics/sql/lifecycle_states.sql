-- grain: one row per state that has customers
-- parameters: those of customer_states
with
final as (
    select state, count(*) as customers, cast(sum(revenue) as double) as revenue
    from customer_states
    group by state
)
select state, customers, revenue
from final
order by state
