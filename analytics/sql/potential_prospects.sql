-- grain: one row per person who was met before their first order, with what was seen of them in
--     the first days after (of orders nothing) and their state in the customer lifecycle now
-- parameters: those of customer_states_ever, $horizon, $early_days
with
met as (
    select
        customers.customer_key, states.state, states.first_order_on,
        min(cast(contacts.occurred_at as date)) as first_contact_on,
        max(cast(contacts.occurred_at as date)) as last_contact_on
    from scoped_interactions as contacts
    join customers on customers.customer_id = contacts.customer_id
    join customer_states_ever as states on states.customer_key = customers.customer_key
    group by customers.customer_key, states.state, states.first_order_on
    having states.first_order_on is null
        or min(cast(contacts.occurred_at as date)) <= states.first_order_on
),
early as (
    select
        met.customer_key, count(*) as contacts, count(contacts.stage) as stages,
        count(distinct contacts.kind) as kinds, count(distinct contacts.channel) as channels,
        max(date_diff('day', met.first_contact_on, cast(contacts.occurred_at as date))) as span
    from scoped_interactions as contacts
    join customers on customers.customer_id = contacts.customer_id
    join met on met.customer_key = customers.customer_key
    where date_diff('day', met.first_contact_on, cast(contacts.occurred_at as date)) < $early_days
        and (met.first_order_on is null or cast(contacts.occurred_at as date) < met.first_order_on)
    group by met.customer_key
)
select
    customers.customer_id, met.state,
    date_diff('day', met.first_contact_on, $as_of) as known_days,
    date_diff('day', met.last_contact_on, $as_of) as contact_days,
    coalesce(early.contacts, 0) as early_contacts, coalesce(early.stages, 0) as early_stages,
    coalesce(early.kinds, 0) as early_kinds, coalesce(early.channels, 0) as early_channels,
    coalesce(early.span, 0) as early_span_days,
    met.last_contact_on, customers.type, customers.region, customers.name, customers.owner
from met
join customers on customers.customer_key = met.customer_key
left join early on early.customer_key = met.customer_key
order by customers.customer_id
