-- one row: where a customer stands among all
-- parameters: $customer_id, $horizon days; those of tiered_buyers, scored_buyers with money and
--     customer_states
with
counted as (
    select count(*) as buyers
    from tiered_buyers
)
select
    tiered.tier, tiered.rank, counted.buyers, segment_names.segment, type_names.type8,
    scored.r, scored.f, scored.m, states.state
from customers
cross join counted
left join tiered_buyers as tiered on tiered.customer_key = customers.customer_key
left join scored_buyers as scored on scored.customer_key = customers.customer_key
left join segment_names on segment_names.cell = scored.cell
left join type_names on type_names.kind = scored.kind
left join customer_states as states on states.customer_key = customers.customer_key
where customers.customer_id = $customer_id
order by customers.customer_id
