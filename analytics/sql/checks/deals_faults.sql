-- grain: one row per deal, with what is odd about it; those set aside by an addition are not
-- a stage is known by the words of scope/stage_words.sql, put in below
-- an open deal may close after the file was written
-- lines that end in `-- when corrected` are there once product names have been corrected
create or replace temp view faults as
with
stage_words as (
-- stage_words
),
known as (
    select
        deals.rowid as row_no, deals.customer_id, deals.value, deals.opened_on, deals.closed_on,
        coalesce(
            deals.named_product, -- when corrected
            deals.product
        ) as named,
        deals.excluded_by, stage_words.word, stage_words.outcome, latest.day as latest,
        deals.excluded_by is null or deals.excluded_by not in ('overlap', 'superseded')
            as looked_at
    from deals
    left join stage_words on stage_words.word = lower(trim(deals.stage))
    left join latest on latest.kind = 'deals'
)
select
    row_no, value as amount, excluded_by,
    row_no in (select row_no from repeated) as deal_duplicate,
    looked_at and coalesce(
        opened_on < date '1970-01-01' or closed_on < date '1970-01-01' or opened_on > latest
            or (outcome is not null and closed_on > latest),
        false
    ) as deal_impossible_date,
    looked_at and coalesce(closed_on < opened_on, false) as deal_closed_before_opened,
    looked_at and word is null as deal_unknown_stage,
    looked_at and customer_id is null as deal_no_customer,
    looked_at and customer_id is not null and exists (from buyers)
        and customer_id not in (select customer_id from buyers) as deal_unknown_customer,
    looked_at and coalesce(outcome = 'won', false) and coalesce(value, 0) = 0
        as deal_won_without_value,
    looked_at and outcome is distinct from 'won' and value is null as deal_no_value,
    looked_at and coalesce(named in (select product from misnamed), false)
        as deal_unknown_product
from known
