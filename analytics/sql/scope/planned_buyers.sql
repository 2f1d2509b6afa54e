-- grain: one row per customer with a counting order in the scope, with the day care is due
-- parameters: those of tiered_buyers, cared_customers and scoped_customers; $key_days,
--     $secondary_days, $ordinary_days and $small_days, the rhythm of each tier
-- whoever was never contacted is due one rhythm after the first order
with
planned as (
    select
        customers.customer_key, customers.customer_id, customers.name, customers.region,
        customers.owner, customers.do_not_contact, tiered.tier, tiered.value,
        customers.first_order_on, contacted.last_contact_on,
        case tiered.tier
            when 'key' then $key_days
            when 'secondary' then $secondary_days
            when 'ordinary' then $ordinary_days
            else $small_days
        end as rhythm_days
    from tiered_buyers as tiered
    join scoped_customers as customers on customers.customer_key = tiered.customer_key
    left join cared_customers as contacted on contacted.customer_id = customers.customer_id
)
select
    customer_key, customer_id, name, region, owner, do_not_contact, tier, value, last_contact_on,
    rhythm_days,
    cast(coalesce(last_contact_on, first_order_on) + rhythm_days * interval '1' day as date)
        as due_on
from planned
