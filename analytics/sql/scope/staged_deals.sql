-- grain: one row per deal decided in the period, or open at the end of the as_of day, in its stage
-- parameters: those of standing_deals and deal_moves
-- the stage of an open deal is the last it is told to have come into by then, else the one stored
with
last_moves as (
    select
        deal_id, stage, row_number() over (partition by deal_id order by place desc) as back
    from deal_moves
    where outcome is null
)
select
    deals.deal_id, deals.customer_id, deals.owner, deals.product, deals.value,
    deals.opened_on, deals.outcome,
    case when last_moves.stage is null then deals.stage else last_moves.stage end as stage,
    case when last_moves.stage is null then deals.closed_later else 0 end as closed_later,
    case when last_moves.stage is null then deals.place else coalesce(stage_words.place, 7) end
        as place
from standing_deals as deals
left join last_moves on last_moves.deal_id = deals.deal_id
    and last_moves.back = 1 and deals.outcome is null
left join stage_words on stage_words.word = lower(trim(last_moves.stage))
