-- one row: what a version holds, read once when it is opened
-- parameters: $orders_over_days
create table facts as
with
lines as (
    select
        count(*) as lines, min(ordered_on) as first_line_on, max(ordered_on) as last_line_on,
        count(cost) > 0 as has_cost
    from sales
    where excluded_by is null
),
-- dated after the day that follows the one its last file was written on
ahead as (
    select count(*) as lines_ahead
    from sales
    where excluded_by is null and ordered_on > (
        select max(coalesce(file_date, cast(loaded_at as date))) + 1 from loads where kind = 'sales'
    )
),
counted as (
    select min(first_order_on) as first_order_on, max(last_order_on) as last_order_on
    from customers
),
contacts as (
    select count(*) as contacts, cast(max(occurred_at) as date) as last_contact_on
    from interactions
    where excluded_by is null
),
opportunities as (
    select count(*) as deals, max(coalesce(closed_on, opened_on)) as last_deal_on
    from deals
    where excluded_by is null
),
people as (
    select count(*) as customers from customers
),
-- the day of data in which nothing is dated, such as a list of customers
brought as (
    select cast(max(loaded_at) as date) as loaded_on from loads
)
select
    lines.lines, lines.first_line_on, lines.last_line_on, lines.has_cost,
    counted.first_order_on, counted.last_order_on, $orders_over_days as orders_over_days,
    contacts.contacts, contacts.last_contact_on, opportunities.deals, opportunities.last_deal_on,
    people.customers,
    exists (select 1 from dimensions where name = 'region') as region_in_lines,
    coalesce(counted.last_order_on, lines.last_line_on, contacts.last_contact_on,
        opportunities.last_deal_on, brought.loaded_on) as as_of,
    ahead.lines_ahead
from lines, ahead, counted, contacts, opportunities, people, brought
