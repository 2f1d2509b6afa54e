-- one row: what would be gone with some customers
-- parameters: those of tiered_buyers, $customer_ids
with
named as (
    select customer_key
    from customers
    where array_contains($customer_ids, customer_id)
),
final as (
    select
        count(named.customer_key) as customers,
        cast(coalesce(sum(case when named.customer_key is not null then tiered.value end), 0)
            as double) as value,
        cast(sum(case when named.customer_key is not null then tiered.value end) as double)
            / nullif(cast(greatest(sum(tiered.value), 0) as double), 0) as value_share
    from tiered_buyers as tiered
    left join named on named.customer_key = tiered.customer_key
)
select customers, value, value_share
from final
order by customers
