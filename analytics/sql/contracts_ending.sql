-- grain: one row per customer whose contract ends on $as_of or within $days days after it
-- parameters: $as_of, $days, and those of scoped_customers
select
    customer_id, contract_ends_on,
    date_diff('day', cast($as_of as date), contract_ends_on) as days_left
from scoped_customers
where contract_ends_on between cast($as_of as date)
    and cast($as_of as date) + $days * interval '1' day
order by contract_ends_on, customer_id
