-- grain: one row per return of a customer who had bought nothing by that day
create or replace temp table early_returns as
with
bought as (
    select customer_id, min(ordered_on) as first_on
    from sales
    where (excluded_by is null or excluded_by <> 'overlap')
        and customer_id is not null and amount >= 0 and coalesce(quantity, 1) > 0
    group by customer_id
)
select sales.rowid as row_no
from sales
left join bought on bought.customer_id = sales.customer_id
where (sales.excluded_by is null or sales.excluded_by <> 'overlap')
    and sales.customer_id is not null
    and (sales.quantity < 0 or (sales.quantity is null and sales.amount < 0))
    and (bought.first_on is null or sales.ordered_on < bought.first_on)
