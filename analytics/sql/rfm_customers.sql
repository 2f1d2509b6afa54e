-- grain: one row per customer with a counting order in the scope
-- parameters: those of scored_buyers
with
moneys as (
    select monetary, count(*) as customers
    from scored_buyers
    group by monetary
),
money_ranks as (
    select
        monetary, sum(customers) over (order by monetary) - customers as worse,
        sum(customers) over () as customers
    from moneys
),
money_scores as (
    select
        monetary,
        cast(least(5, 1 + coalesce(floor(
            cast(5 * worse as double) / nullif(customers - 1, 0)), 0)) as integer) as m
    from money_ranks
),
final as (
    select
        customers.customer_id, scored.recency_days, scored.frequency,
        cast(scored.monetary as double) as monetary, scored.r, scored.f, money_scores.m,
        segment_names.segment, type_names.type8, customers.name, customers.region
    from scored_buyers as scored
    join money_scores on money_scores.monetary = scored.monetary
    join segment_names on segment_names.cell = scored.cell
    join type_names on type_names.kind = scored.kind
    join customers on customers.customer_key = scored.customer_key
)
select
    customer_id, recency_days, frequency, monetary, r, f, m, segment, type8, name, region
from final
order by customer_id
