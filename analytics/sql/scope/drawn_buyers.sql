-- grain: one row per customer drawn of those with a counting order: $most of them, more or less;
--     all where there are no more
-- parameters: those of scoped_orders, $most
-- multiples of the golden section fall evenly between 0 and 1 and in step with no way of numbering
--     customers; in whole numbers, for every engine to draw the same
with
buyers as (
    select customer_key
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key
),
counted as (
    select count(*) as customers
    from buyers
)
select buyers.customer_key, customers.customer_id, counted.customers as of_customers
from buyers
cross join counted
inner join customers on customers.customer_key = buyers.customer_key
where mod(cast(buyers.customer_key as bigint) * 1327217885, 2147483647) * counted.customers
    < cast($most as bigint) * 2147483647
