-- grain: one row per customer looked after by the owners, as in the whole version
-- parameters: $owners
create table customers as
select * from whole.customers
where owner in (select unnest($owners))
order by customer_key
