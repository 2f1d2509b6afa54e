-- grain: one row per place that has customers
-- parameters: those of placed_buyers
with
final as (
    select place, count(*) as customers, cast(sum(revenue) as double) as revenue
    from placed_buyers
    group by place
)
select place, customers, revenue
from final
order by place
