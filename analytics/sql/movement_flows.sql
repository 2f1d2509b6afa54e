-- grain: one row per pair of places that some customer had on the two days
-- parameters: those of moved_buyers
with
final as (
    select
        moved_from, moved_to, count(*) as customers, cast(sum(revenue_then) as double) as revenue_then,
        cast(sum(revenue) as double) as revenue
    from moved_buyers
    group by moved_from, moved_to
)
select moved_from, moved_to, customers, revenue_then, revenue
from final
order by moved_from, moved_to
