-- grain: one row per deal opened in the period, in the stage it was in at the end of the as_of day
-- parameters: those of opened_deals and deal_moves
-- the stage of an open deal is the last it is told to have come into by then, else the one stored
with
last_moves as (
    select
        deal_id, stage, row_number() over (partition by deal_id order by place desc) as back
    from deal_moves
    where outcome is null
)
select
    opened.deal_id, opened.customer_id, opened.owner, opened.product, opened.value,
    opened.opened_on, opened.outcome,
    case when last_moves.stage is null then opened.stage else last_moves.stage end as stage,
    case when last_moves.stage is null then opened.closed_later else 0 end as closed_later,
    case when last_moves.stage is null then opened.place else coalesce(stage_words.place, 7) end
        as place
from opened_deals as opened
left join last_moves on last_moves.deal_id = opened.deal_id
    and last_moves.back = 1 and opened.outcome is null
left join stage_words on stage_words.word = lower(trim(last_moves.stage))
