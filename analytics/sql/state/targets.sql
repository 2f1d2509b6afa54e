-- grain: one row per month with a target
select month, amount from targets order by month
