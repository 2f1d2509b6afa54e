-- gives every row back the customer number of its file
alter table sales add column if not exists named_id varchar;
update sales set customer_id = named_id where named_id is not null;
alter table sales drop column named_id;
alter table interactions add column if not exists named_id varchar;
update interactions set customer_id = named_id where named_id is not null;
alter table interactions drop column named_id;
alter table deals add column if not exists named_id varchar;
update deals set customer_id = named_id where named_id is not null;
alter table deals drop column named_id;
alter table attributes add column if not exists named_id varchar;
update attributes set customer_id = named_id where named_id is not null;
alter table attributes drop column named_id;
