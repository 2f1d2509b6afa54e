-- grain: one row per customer with a counting order in the scope's period
with
final as (
    select scoped_orders.customer_key
    from scoped_orders
    where scoped_orders.customer_key is not null and not scoped_orders.is_return
    group by scoped_orders.customer_key
)
select customer_key
from final
order by customer_key
