-- puts the rows of merged customers under the number they count as; named_id keeps the file's
alter table sales add column if not exists named_id varchar;
update sales set named_id = sales.customer_id, customer_id = merges.into_id
from merges
where merges.customer_id = sales.customer_id and sales.named_id is null;
alter table interactions add column if not exists named_id varchar;
update interactions set named_id = interactions.customer_id, customer_id = merges.into_id
from merges
where merges.customer_id = interactions.customer_id and interactions.named_id is null;
alter table deals add column if not exists named_id varchar;
update deals set named_id = deals.customer_id, customer_id = merges.into_id
from merges
where merges.customer_id = deals.customer_id and deals.named_id is null;
alter table attributes add column if not exists named_id varchar;
update attributes set named_id = attributes.customer_id, customer_id = merges.into_id
from merges
where merges.customer_id = attributes.customer_id and attributes.named_id is null;
