-- grain: one row per opening day, closing day and outcome of the deals with an opening date
-- parameters: those of opened_deals; squares: sum of the squared values
with
final as (
    select
        opened_on, closed_on, outcome, count(*) as deals, count(value) as valued,
        cast(sum(value) as double) as value,
        sum(cast(value as double) * cast(value as double)) as squares
    from opened_deals
    where opened_on is not null
        and (outcome is null or closed_on >= opened_on)
    group by opened_on, closed_on, outcome
)
select opened_on, closed_on, outcome, deals, valued, value, squares
from final
order by opened_on, closed_on nulls last, outcome nulls last
