-- one row: contacts up to as_of under the scope's filters, and those a funnel is made of
-- parameters: $steps, and those of scoped_interactions
with
final as (
    select
        count(*) as contacts,
        count(case when customer_id is null then 1 end) as without_customer,
        count(case when customer_id is not null
            and array_contains($steps, coalesce(stage, kind)) then 1 end) as events,
        count(distinct case when array_contains($steps, coalesce(stage, kind))
            then customer_id end) as customers
    from scoped_interactions
)
select contacts, without_customer, events, customers
from final
order by contacts
