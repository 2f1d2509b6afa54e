-- grain: one row per stage of the open deals, usual order first: how many and what they are worth,
--     and what became of the deals that were in this stage before; one row more, stage null, of all
-- parameters: $rates_from, the first day of the lately decided, and those of staged_deals and
--     deal_entries; a scope without a start is expected
with
entered as (
    select distinct deal_id, stage
    from deal_entries
),
decided as (
    select
        deal_id, max(outcome) as outcome, sum(value) as value,
        max(case when closed_on >= cast($rates_from as date) then 1 else 0 end) as lately
    from known_deals
    where outcome is not null
    group by deal_id
),
passed as (
    select entered.stage, decided.outcome, decided.lately
    from entered
    join decided on decided.deal_id = entered.deal_id
),
rates as (
    select
        stage, count(*) as ever_decided,
        count(case when outcome = 'won' then 1 end) as ever_won,
        count(case when lately = 1 then 1 end) as lately_decided,
        count(case when lately = 1 and outcome = 'won' then 1 end) as lately_won
    from passed
    group by stage
),
waiting as (
    select
        stage, closed_later, max(place) as place, count(*) as deals, count(*) - count(value) as unvalued,
        cast(sum(value) as double) as value
    from staged_deals
    where outcome is null
    group by stage, closed_later
),
final as (
    select
        waiting.stage, waiting.closed_later, waiting.place, waiting.deals, waiting.unvalued,
        waiting.value, rates.ever_decided, rates.ever_won, rates.lately_decided, rates.lately_won,
        cast(null as double) as ever_value, cast(null as double) as lately_value
    from waiting
    left join rates on rates.stage = waiting.stage and waiting.closed_later = 0
    union all
    select
        null, 0, 99, 0, 0, null, count(*), count(case when outcome = 'won' then 1 end),
        count(case when lately = 1 then 1 end),
        count(case when lately = 1 and outcome = 'won' then 1 end),
        cast(avg(case when outcome = 'won' then value end) as double),
        cast(avg(case when lately = 1 and outcome = 'won' then value end) as double)
    from decided
)
select
    stage, closed_later = 1 as closed_later, deals, unvalued, value,
    coalesce(ever_decided, 0) as ever_decided, coalesce(ever_won, 0) as ever_won,
    coalesce(lately_decided, 0) as lately_decided, coalesce(lately_won, 0) as lately_won,
    ever_value, lately_value
from final
order by place, deals desc, stage nulls last, closed_later
