-- gives every row back the product name of its file
alter table sales add column if not exists named_product varchar;
update sales set product = named_product where named_product is not null;
alter table sales drop column named_product;
alter table deals add column if not exists named_product varchar;
update deals set product = named_product where named_product is not null;
alter table deals drop column named_product;
