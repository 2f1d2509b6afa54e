-- one row: the key customers of the scope's period, and those of them who have gone quiet
-- parameters: $end, $horizon days, those of tiered_buyers
with
key_customers as (
    select customer_key, value, date_diff('day', last_order_on, $end) > $horizon as is_quiet
    from tiered_buyers
    where tier = 'key'
),
final as (
    select
        count(*) as key_customers, sum(case when is_quiet then 1 else 0 end) as customers,
        cast(sum(case when is_quiet then value else 0 end) as double) as money
    from key_customers
)
select key_customers, customers, money
from final
order by key_customers
