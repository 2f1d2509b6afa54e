-- grain: one row per customer contacted in the period, with what the contacts cost
-- parameters: those of scoped_interactions, $start when there is one, $end; the relation
--     contact_costs: kind of contact, its purpose ("marketing", "sales" or "service"), unit_cost
with
contacted as (
    select contacts.customer_id, costs.purpose, costs.unit_cost as cost
    from scoped_interactions as contacts
    join contact_costs as costs on costs.kind = contacts.kind
    where cast(contacts.occurred_at as date) <= $end
        and cast(contacts.occurred_at as date) >= $start -- when start
)
select
    customers.customer_key, count(*) as contacts,
    cast(sum(case when purpose = 'marketing' then cost else 0 end) as decimal(18, 4))
        as marketing_cost,
    cast(sum(case when purpose = 'sales' then cost else 0 end) as decimal(18, 4)) as sales_cost,
    cast(sum(case when purpose = 'service' then cost else 0 end) as decimal(18, 4))
        as service_cost,
    cast(sum(cost) as decimal(18, 4)) as crm_cost
from contacted
join customers on customers.customer_id = contacted.customer_id
group by customers.customer_key
