-- grain: one row per customer with a sales line, whatever becomes of the line
create or replace temp table buyers as
select customer_id from sales where customer_id is not null group by customer_id
