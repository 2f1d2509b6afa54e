-- what a version holds of the customers of an owner, under the names of its tables
-- a deal or contact that names no customer is theirs who wrote it; rejected rows are nobody's
create table customers as
select * from whole.customers
where owner in (select owner from owners)
order by customer_key;
create view sales as
select * from whole.sales where customer_id in (select customer_id from customers);
create view orders as
select * from whole.orders where customer_key in (select customer_key from customers);
create view customer_months as
select * from whole.customer_months where customer_key in (select customer_key from customers);
create view attributes as
select * from whole.attributes where customer_id in (select customer_id from customers);
create view interactions as
select * from whole.interactions
where customer_id in (select customer_id from customers)
    or (customer_id is null and owner in (select owner from owners));
create view deals as
select * from whole.deals
where customer_id in (select customer_id from customers)
    or (customer_id is null and owner in (select owner from owners));
create view merges as
select * from whole.merges where into_id in (select customer_id from customers);
create view rejects as select * from whole.rejects where false;
create view loads as select * from whole.loads;
create view products as select * from whole.products;
create view choices as select * from whole.choices;
create view corrections as select * from whole.corrections;
create view made as select * from whole.made;
create view layout as select * from whole.layout;
