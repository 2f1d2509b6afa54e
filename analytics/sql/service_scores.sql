-- grain: one row per month of the period and score given in it
-- parameters: those of scoped_interactions, $end, $start where there is one
with
given as (
    select
        year(occurred_at) * 12 + month(occurred_at) - 1 as month, score
    from scoped_interactions
    where score is not null and cast(occurred_at as date) <= $end
        and cast(occurred_at as date) >= $start -- when start
),
final as (
    select month, score, count(*) as answers
    from given
    group by month, score
)
select month, score, answers
from final
order by month, score
