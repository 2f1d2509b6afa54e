-- grain: one row per opening day, closing day and outcome of the deals with an opening date, and
--     whether their moves are told
-- parameters: those of opened_deals and deal_moves; squares: sum of the squared values
with
moved as (
    select distinct deal_id
    from deal_moves
    where outcome is null
),
final as (
    select
        deals.opened_on, deals.closed_on, deals.outcome, count(moved.deal_id) > 0 as told,
        count(*) as deals, count(deals.value) as valued,
        cast(sum(deals.value) as double) as value,
        sum(cast(deals.value as double) * cast(deals.value as double)) as squares
    from opened_deals as deals
    left join moved on moved.deal_id = deals.deal_id
    where deals.opened_on is not null
        and (deals.outcome is null or deals.closed_on >= deals.opened_on)
    group by
        deals.opened_on, deals.closed_on, deals.outcome,
        case when moved.deal_id is null then 0 else 1 end
)
select opened_on, closed_on, outcome, told, deals, valued, value, squares
from final
order by opened_on, closed_on nulls last, outcome nulls last, told
