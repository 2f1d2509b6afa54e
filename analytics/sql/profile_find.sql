-- grain: one row per customer whose number or name holds the text; who has it as a number first,
--     then who bought last
-- parameters: $text in lower case, $rows
select customer_id, name, region, last_order_on
from scoped_customers
where contains(lower(customer_id), $text) or contains(lower(coalesce(name, '')), $text)
order by
    case when lower(customer_id) = $text then 0 else 1 end,
    last_order_on desc nulls last, customer_id
limit $rows
