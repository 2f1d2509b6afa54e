-- grain: one row per kind of event that came next after the furthest step, most customers first
-- parameters: those of funnel_group and funnel_next; next_event null: nothing since
with
final as (
    select
        funnel_next.next_event, count(*) as customers,
        median(cast(funnel_next.next_days as double)) as median_days
    from funnel_group
    left join funnel_next on funnel_next.customer_id = funnel_group.customer_id
    group by funnel_next.next_event
)
select next_event, customers, median_days
from final
order by customers desc, next_event nulls last
