-- grain: one row per customer with a counting order in the scope who meets every condition
-- parameters: those of scored_buyers with money and of tiered_buyers (by revenue), $r_low $r_high
--     $f_low $f_high $m_low $m_high; where there is such a condition $tiers, $regions, $products
--     (bought in the scope), $states (customer_states_ever, $horizon), $contact_at_least and
--     $contact_at_most (days since the last contact; who was never contacted has waited longest)
with
contacted as (
    select customers.customer_key, max(cast(contacts.occurred_at as date)) as last_contact_on
    from scoped_interactions as contacts
    join customers on customers.customer_id = contacts.customer_id
    group by customers.customer_key
)
select
    scored.customer_key, scored.recency_days, scored.frequency, scored.monetary, scored.r,
    scored.f, scored.m, scored.cell, tiered.tier, contacted.last_contact_on
from scored_buyers as scored
join tiered_buyers as tiered on tiered.customer_key = scored.customer_key
join customers on customers.customer_key = scored.customer_key
left join contacted on contacted.customer_key = scored.customer_key
where scored.r between $r_low and $r_high
    and scored.f between $f_low and $f_high
    and scored.m between $m_low and $m_high
    and array_contains($tiers, tiered.tier) -- when tiers
    and array_contains($regions, coalesce(customers.region, '')) -- when regions
    and scored.customer_key in (select customer_key from customer_states_ever where array_contains($states, state)) -- when states
    and customers.customer_id in (select customer_id from scoped_lines where array_contains($products, product)) -- when products
    and coalesce(date_diff('day', contacted.last_contact_on, cast($as_of as date)), $contact_at_least) >= $contact_at_least -- when contact_at_least
    and date_diff('day', contacted.last_contact_on, cast($as_of as date)) <= $contact_at_most -- when contact_at_most
