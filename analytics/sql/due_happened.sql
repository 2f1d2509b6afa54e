-- grain: one row per earlier day, numbered back from $end in steps of $step days, and week after it
--     that was over by $end: what customers known on that day bought in it
-- parameters: $step days, $weeks, and those of scoped_orders; days 1 to 13 steps back
-- orders of one customer on one day are one purchase; money is that of counting orders
with
days as (
    select
        customer_key, date_diff('day', ordered_on, $end) as age,
        cast(sum(amount) as double) as revenue
    from scoped_orders
    where customer_key is not null and not is_return
    group by customer_key, ordered_on
),
known as (
    select customer_key, max(age) as first_age
    from days
    group by customer_key
),
cuts as (
    select back, back * $step as cut_age
    from (
        values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12), (13)
    ) as listed (back)
),
placed as (
    select
        cuts.back, days.revenue,
        1 + floor((cuts.cut_age - days.age - 1) / cast(7 as double)) as week,
        cuts.cut_age
    from days
    inner join known on known.customer_key = days.customer_key
    inner join cuts on days.age < cuts.cut_age and known.first_age >= cuts.cut_age
),
final as (
    select back, week, count(*) as orders, sum(revenue) as revenue
    from placed
    where week <= $weeks and 7 * week <= cut_age
    group by back, week
)
select back, week, orders, revenue
from final
order by back, week
