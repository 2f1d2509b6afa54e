-- gives rows the product name that theirs means; named_product keeps the file's
alter table sales add column if not exists named_product varchar;
update sales set named_product = sales.product, product = corrections.means
from corrections
where corrections.product = sales.product and sales.named_product is null;
alter table deals add column if not exists named_product varchar;
update deals set named_product = deals.product, product = corrections.means
from corrections
where corrections.product = deals.product and deals.named_product is null;
