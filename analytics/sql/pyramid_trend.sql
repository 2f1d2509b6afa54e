-- grain: one row per month end of the last 13 at which the window before it is full, oldest first
-- parameters: those of scoped_customer_months_ever, $as_of, $months (length of the window)
-- the last month counts as over only when $as_of is its last day
with
months as (
    select
        year(cast($as_of as date)) * 12 + month(cast($as_of as date)) - 1 - back.n as month
    from (
        values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)
    ) as back (n)
),
begun as (
    select min(month) as month
    from scoped_customer_months_ever
    where customer_key is not null
),
ends as (
    select months.month
    from months
    join begun on months.month - $months + 1 >= begun.month
),
valued as (
    select
        ends.month, bought.customer_key, cast(sum(bought.amount) as decimal(18, 4)) as value
    from ends
    join scoped_customer_months_ever as bought
        on bought.month > ends.month - $months and bought.month <= ends.month
    where bought.customer_key is not null
    group by ends.month, bought.customer_key
    having sum(bought.orders) > 0
),
ranked as (
    select
        month, value,
        row_number() over (partition by month order by value desc, customer_key) as rank,
        count(*) over (partition by month) as customers,
        count(case when value >= 0 then 1 end) over (partition by month) as positive,
        sum(value) over (partition by month) as total,
        sum(value) over (
            partition by month order by value desc, customer_key
            rows between unbounded preceding and current row
        ) as so_far
    from valued
),
summed as (
    select
        month, max(customers) as customers, max(total) as total,
        sum(case when rank <= ceil(cast(0.01 as decimal(9, 6)) * customers) then value end)
            as top_1,
        sum(case when rank <= ceil(cast(0.05 as decimal(9, 6)) * customers) then value end)
            as top_5,
        sum(case when rank <= ceil(cast(0.10 as decimal(9, 6)) * customers) then value end)
            as top_10,
        sum(case when rank <= ceil(cast(0.20 as decimal(9, 6)) * customers) then value end)
            as top_20,
        sum(case when rank <= ceil(cast(0.50 as decimal(9, 6)) * customers) then value end)
            as top_50,
        min(case when 5 * so_far >= 4 * total and total > 0 then rank end) as makes_80,
        cast(sum(case
            when value >= 0 then value * cast(positive + 1 - 2 * rank as decimal(18, 0))
        end) as double) as spread,
        max(positive) * cast(sum(case when value >= 0 then value end) as double) as whole
    from ranked
    group by month
),
final as (
    select
        month, customers, cast(total as double) as value,
        cast(top_1 as double) / nullif(cast(greatest(total, 0) as double), 0) as top_1,
        cast(top_5 as double) / nullif(cast(greatest(total, 0) as double), 0) as top_5,
        cast(top_10 as double) / nullif(cast(greatest(total, 0) as double), 0) as top_10,
        cast(top_20 as double) / nullif(cast(greatest(total, 0) as double), 0) as top_20,
        cast(top_50 as double) / nullif(cast(greatest(total, 0) as double), 0) as top_50,
        spread / nullif(cast(whole as double), 0) as gini, makes_80
    from summed
)
select month, customers, value, top_1, top_5, top_10, top_20, top_50, gini, makes_80
from final
order by month
