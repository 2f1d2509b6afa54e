-- grain: one row per event that can be a step: a contact, or one of a customer's first orders
-- parameters: those of scoped_interactions, and of funnel_orders
-- steps are chosen by name; staged: whether it is a stage and no mere kind of contact
select
    customers.customer_key, contacts.occurred_at, coalesce(contacts.stage, contacts.kind) as name,
    contacts.stage is not null as staged, contacts.value, contacts.row_no
from scoped_interactions as contacts
join customers on customers.customer_id = contacts.customer_id
union all -- when orders
select customer_key, occurred_at, name, true, value, row_no from funnel_orders -- when orders
