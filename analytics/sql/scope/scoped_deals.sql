-- grain: one row per opportunity known by as_of, or per product of one where the file has several
-- parameters: $as_of, and those of the clauses that are present
-- where rows of a deal name several stages, each row is a stage it came into on the day it names as
-- its opening: the deal was opened on the first of them and is in the last
with
known as (
    select
        deals.deal_id, deals.customer_id, deals.stage, deals.owner, deals.product, deals.value,
        deals.opened_on, deals.closed_on, deals.reason, deals.channel, stage_words.place
    from deals
    left join stage_words on stage_words.word = lower(trim(deals.stage))
    where deals.excluded_by is null
        and (deals.opened_on is null or deals.opened_on <= $as_of)
        and array_contains($channel, coalesce(deals.channel, '')) -- when channel
        and array_contains($salesperson, coalesce(deals.owner, '')) -- when salesperson
        and deals.customer_id in (select customer_id from scoped_customers) -- when customers
        and deals.customer_id in (select customer_id from customers_of_region) -- when region
),
staged as (
    select
        deal_id, customer_id, stage, owner, product, value, closed_on, reason, channel,
        min(opened_on) over (partition by deal_id) as opened_on,
        first_value(stage) over (
            partition by deal_id
            order by opened_on desc nulls last, closed_on desc nulls last, place desc nulls last,
                stage desc
            rows between unbounded preceding and unbounded following
        ) as last_stage
    from known
)
select
    deal_id, customer_id, stage, owner, product, value, opened_on, closed_on, reason, channel
from staged
where stage = last_stage or last_stage is null
