-- grain: one row per pair of states that some customer had on the two days
-- parameters: those of moved_states
with
final as (
    select
        before, after, count(*) as customers, cast(sum(revenue_before) as double) as revenue_before,
        cast(sum(revenue) as double) as revenue
    from moved_states
    group by before, after
)
select before, after, customers, revenue_before, revenue
from final
order by before, after
