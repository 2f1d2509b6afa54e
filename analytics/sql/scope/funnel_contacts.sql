-- grain: one row per event that can be a step: a contact, or one of a customer's first orders
-- parameters: those of scoped_interactions, and of funnel_orders
-- steps are chosen by name; staged: whether it is a stage and no mere kind of contact
select
    customer_id, occurred_at, coalesce(stage, kind) as name, stage is not null as staged, value,
    row_no
from scoped_interactions
where customer_id is not null
union all -- when orders
select customer_id, occurred_at, name, true, value, row_no from funnel_orders -- when orders
