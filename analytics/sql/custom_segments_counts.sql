-- one row: a custom segment in people and in money, beside everybody
-- parameters: those of custom_buyers
with
counted as (
    select count(*) as customers, coalesce(sum(monetary), 0) as monetary
    from custom_buyers
),
whole as (
    select count(*) as customers, coalesce(sum(revenue), 0) as monetary
    from scoped_buyers
)
select
    counted.customers, cast(counted.monetary as double) as monetary,
    cast(counted.customers as double) / nullif(whole.customers, 0) as customer_share,
    cast(counted.monetary as double)
        / nullif(cast(greatest(whole.monetary, 0) as double), 0) as monetary_share
from counted
cross join whole
order by counted.customers
