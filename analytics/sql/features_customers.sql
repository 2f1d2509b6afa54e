-- grain: one row per customer with a counting order up to $end: who they are
-- parameters: those of tiered_buyers; the scope's as_of and end are the same day;
--     $most, those drawn alone
select
    tiered_buyers.customer_key, tiered_buyers.tier, customers.region, customers.type,
    date_diff('day', customers.customer_since, $end) as days_since_start
from tiered_buyers
inner join customers on customers.customer_key = tiered_buyers.customer_key
inner join drawn_buyers on drawn_buyers.customer_key = customers.customer_key -- when most
order by tiered_buyers.customer_key
