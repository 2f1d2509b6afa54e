-- grain: one row per customer asked for whom the data knows
-- parameters: $customer_ids
with
wanted as (
    select unnest($customer_ids) as customer_id
)
select
    known.customer_id, known.name, known.type, known.region, known.owner, known.email,
    known.phone, known.do_not_contact
from wanted
join scoped_customers as known on known.customer_id = wanted.customer_id
order by known.customer_id
