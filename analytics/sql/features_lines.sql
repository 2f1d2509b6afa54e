-- grain: one row per customer with lines up to $end: what they buy of
-- parameters: those of scoped_lines
with
bought as (
    select
        customer_id, category, sum(cast(discount as decimal(9, 6))) as discount,
        count(discount) as discounted,
        count(case when ordered_on > $end - interval '364' day then 1 end) as lines_of_year
    from scoped_lines
    where customer_id is not null
    group by customer_id, category
),
final as (
    select
        customer_id,
        cast(sum(discount) as double) / nullif(cast(sum(discounted) as double), 0)
            as discount_share,
        count(case when lines_of_year > 0 then 1 end) as breadth
    from bought
    group by customer_id
)
select customer_id, discount_share, breadth
from final
order by customer_id
