-- lists, tags and notes as somebody finds them who sees a part of the customers; what is written goes to main
create temp view listed_customers as
select * from main.listed_customers where theirs(customer_id);
create temp view list_records as
select * from main.list_records where theirs(customer_id);
create temp view customer_tags as
select * from main.customer_tags where theirs(customer_id);
create temp view customer_notes as
select * from main.customer_notes where theirs(customer_id);
