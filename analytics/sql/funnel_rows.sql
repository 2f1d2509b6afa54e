-- one row: contacts up to as_of under the scope's filters, and those a funnel is made of
-- parameters: $stages, and those of funnel_contacts
with
final as (
    select
        (select count(*) from scoped_interactions) as contacts,
        (select count(*) from scoped_interactions where customer_id is null) as without_customer,
        count(*) as events, count(distinct customer_key) as customers
    from funnel_contacts
    where array_contains($stages, name)
)
select contacts, without_customer, events, customers
from final
order by contacts
