-- grain: one row per customer number that counts as the same customer
-- parameters: $customer_id
with
same as (
    select into_id from merges where customer_id = $customer_id or into_id = $customer_id
)
select customer_id from merges where into_id in (select into_id from same)
union
select into_id from same
order by 1
