-- grain: one row per customer of a custom segment, most money first
-- parameters: those of custom_buyers, $rows
select
    customers.customer_id, customers.name, customers.region, segment_names.segment, custom.tier,
    custom.r, custom.f, custom.m, custom.last_contact_on, custom.recency_days, custom.frequency,
    cast(custom.monetary as double) as monetary
from custom_buyers as custom
join segment_names on segment_names.cell = custom.cell
join customers on customers.customer_key = custom.customer_key
order by custom.monetary desc, customers.customer_id
limit $rows
