-- one row: the key customers of the scope, and those of them who have gone quiet
-- parameters: those of tiered_buyers and quiet_key_buyers
with
everyone as (
    select count(*) as key_customers
    from tiered_buyers
    where tier = 'key'
),
quiet as (
    select count(*) as customers, cast(coalesce(sum(value), 0) as double) as money
    from quiet_key_buyers
),
final as (
    select everyone.key_customers, quiet.customers, quiet.money
    from everyone
    cross join quiet
)
select key_customers, customers, money
from final
order by key_customers
