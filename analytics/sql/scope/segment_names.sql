-- grain: one row per pair of recency and frequency scores: 25 cells, ten segments
with
scores as (
    select score
    from (values (1), (2), (3), (4), (5)) as t (score)
),
cells as (
    select recencies.score as r, frequencies.score as f
    from scores as recencies
    cross join scores as frequencies
)
select
    10 * r + f as cell, r, f,
    case
        when r <= 2 and f <= 2 then 'hibernating'
        when r <= 2 and f <= 4 then 'at_risk'
        when r <= 2 then 'cant_lose'
        when r = 3 and f <= 2 then 'about_to_sleep'
        when r = 3 and f = 3 then 'need_attention'
        when r <= 4 and f >= 4 then 'loyal'
        when f >= 4 then 'champions'
        when f >= 2 then 'potential_loyalist'
        when r = 4 then 'promising'
        else 'new'
    end as segment
from cells
