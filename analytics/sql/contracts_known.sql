-- one row: customers with the last day of a contract, and whose contract is over
-- parameters: $as_of, and those of scoped_customers
with
final as (
    select
        count(contract_ends_on) as customers,
        count(case when contract_ends_on < cast($as_of as date) then 1 end) as over
    from scoped_customers
)
select customers, over
from final
order by customers
