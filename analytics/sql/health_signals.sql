-- grain: one row per day, the end of the period and 364 days before it: how healthy the customers
--     are; counts, and for each share what it is a share of
-- parameters: those of scoped_orders, $end, $frequent orders, $largest customers; a scope without
--     a start is expected
with
bought as (
    select customer_key, ordered_on, amount, is_return
    from scoped_orders
    where customer_key is not null
),
firsts as (
    select customer_key, min(ordered_on) as first_on
    from bought
    where not is_return
    group by customer_key
),
seconds as (
    select bought.customer_key, min(bought.ordered_on) as second_on
    from bought
    join firsts on firsts.customer_key = bought.customer_key
    where not bought.is_return and bought.ordered_on > firsts.first_on
    group by bought.customer_key
),
days as (
    select 'now' as name, cast($end as date) as day
    union all
    select 'then', cast($end - interval '364' day as date)
),
at_day as (
    select
        days.name, bought.customer_key,
        sum(case
            when not is_return and ordered_on > days.day - interval '91' day then 1 else 0
        end) as quarter,
        sum(case
            when not is_return and ordered_on > days.day - interval '182' day then 1 else 0
        end) as half,
        sum(case
            when not is_return and ordered_on <= days.day - interval '182' day
                and ordered_on > days.day - interval '364' day then 1
            else 0
        end) as half_before,
        sum(case when ordered_on > days.day - interval '182' day then amount else 0 end) as money
    from bought
    join days on bought.ordered_on <= days.day
        and bought.ordered_on > days.day - interval '364' day
    group by days.name, bought.customer_key
),
ranked as (
    select
        name, money, row_number() over (partition by name order by money desc, customer_key) as rank
    from at_day
),
dependence as (
    select
        name, sum(case when rank <= $largest then money else 0 end) as largest_money,
        sum(case when money > 0 then money else 0 end) as money
    from ranked
    group by name
),
begun as (
    select
        days.name, count(*) as first_timers,
        sum(case when date_diff('day', firsts.first_on, seconds.second_on) <= 91 then 1 else 0 end)
            as came_back
    from firsts
    join days on firsts.first_on > days.day - interval '182' day
        and firsts.first_on <= days.day - interval '91' day
    left join seconds on seconds.customer_key = firsts.customer_key
    group by days.name
),
people as (
    select
        name, sum(case when quarter > 0 then 1 else 0 end) as recent,
        sum(case when half > 0 then 1 else 0 end) as active,
        sum(case when half >= $frequent then 1 else 0 end) as loyal,
        sum(case when half_before > 0 then 1 else 0 end) as earlier,
        sum(case when half_before > 0 and half > 0 then 1 else 0 end) as kept
    from at_day
    group by name
),
final as (
    select
        people.name as day, cast(people.recent as double) as recent,
        cast(people.active as double) as active, cast(people.loyal as double) as loyal,
        cast(people.earlier as double) as earlier, cast(people.kept as double) as kept,
        cast(begun.first_timers as double) as first_timers,
        cast(begun.came_back as double) as came_back,
        cast(dependence.money as double) as money,
        cast(dependence.largest_money as double) as largest_money
    from people
    join dependence on dependence.name = people.name
    left join begun on begun.name = people.name
)
select
    day, recent, active, loyal, earlier, kept, first_timers, came_back, money, largest_money
from final
order by day
