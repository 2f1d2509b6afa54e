-- grain: one row per time a deal with an opening date came into a stage that is not an end
-- parameters: those of opened_deals and deal_moves; value: what was named on that day
with
ends as (
    select
        deal_id, min(opened_on) as opened_on, max(closed_on) as closed_on, max(outcome) as outcome
    from opened_deals
    where opened_on is not null
        and (outcome is null or closed_on >= opened_on)
    group by deal_id
),
final as (
    select
        moves.deal_id, moves.stage, cast(moves.occurred_at as date) as entered_on,
        cast(moves.value as double) as value, ends.opened_on, ends.closed_on, ends.outcome,
        moves.place
    from deal_moves as moves
    join ends on ends.deal_id = moves.deal_id
    where moves.outcome is null
)
select deal_id, stage, entered_on, value, opened_on, closed_on, outcome
from final
order by deal_id, place
