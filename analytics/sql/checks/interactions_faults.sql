-- grain: one row per contact, with what is odd about it; those of an overlap are not
create or replace temp view faults as
with
known as (
    select
        interactions.rowid as place, interactions.customer_id, interactions.occurred_at,
        interactions.value, interactions.excluded_by, latest.day as latest,
        interactions.excluded_by is null or interactions.excluded_by <> 'overlap' as looked_at
    from interactions
    left join latest on latest.kind = 'interactions'
)
select
    place as row_no, value as amount, excluded_by,
    place in (select row_no from repeated) as contact_duplicate,
    looked_at and coalesce(
        occurred_at < date '1970-01-01' or occurred_at >= latest + 1, false
    ) as contact_impossible_date,
    looked_at and customer_id is null as contact_no_customer,
    looked_at and customer_id is not null and exists (from buyers)
        and customer_id not in (select customer_id from buyers) as contact_unknown_customer
from known
