-- one row: what a version holds of some customer numbers, and the money of the lines that count
-- parameters: $ids
select
    (select count(*) from sales where excluded_by is null
        and customer_id in (select unnest($ids))) as lines,
    (select sum(amount) from sales where excluded_by is null
        and customer_id in (select unnest($ids))) as amount,
    (select count(*) from interactions where excluded_by is null
        and customer_id in (select unnest($ids))) as contacts,
    (select count(*) from deals where excluded_by is null
        and customer_id in (select unnest($ids))) as deals
