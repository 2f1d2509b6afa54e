-- grain: one row per deal known by the end of the as_of day, as it stood then
-- parameters: $as_of, and those of scoped_deals
-- only the current record of a deal is stored: of one that closed after as_of neither the stage
-- nor the value of that day is known, only that it was open
with
known as (
    select
        deal_id, customer_id, owner, product, stage, value, reason, opened_on, closed_on,
        case when closed_on > $as_of then 1 else 0 end as closed_later
    from scoped_deals
)
select
    known.deal_id, known.customer_id, coalesce(known.owner, '') as owner,
    coalesce(known.product, '') as product, known.closed_later, known.opened_on,
    case when known.closed_later = 0 then known.closed_on end as closed_on,
    case when known.closed_later = 0 then coalesce(known.stage, '') else '' end as stage,
    case when known.closed_later = 0 then stage_words.outcome end as outcome,
    case when known.closed_later = 0 then coalesce(stage_words.place, 7) else 7 end as place,
    case when known.closed_later = 0 then known.value end as value,
    case when known.closed_later = 0 then coalesce(known.reason, '') else '' end as reason
from known
left join stage_words on stage_words.word = lower(trim(known.stage))
