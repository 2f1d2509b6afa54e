-- the tables a load fills; those it does not fill stay as they were, or empty
create table if not exists sales (
    customer_id varchar, ordered_on date, ordered_at timestamp, order_id varchar,
    product varchar, product_code varchar, category varchar, quantity decimal(18, 4),
    amount decimal(18, 4), cost decimal(18, 4), channel varchar, region varchar,
    salesperson varchar, discount double, customer_name varchar, customer_type varchar,
    returned boolean, currency varchar, excluded_by varchar
);
-- a version made before there was such a column
alter table sales add column if not exists product_code varchar;
alter table sales add column if not exists returned boolean;
alter table sales add column if not exists currency varchar;
create table if not exists interactions (
    customer_id varchar, occurred_at timestamp, kind varchar, stage varchar, deal_id varchar,
    owner varchar, channel varchar, value decimal(18, 4), score double, note varchar,
    row_no bigint, excluded_by varchar
);
create table if not exists deals (
    deal_id varchar, customer_id varchar, stage varchar, owner varchar, product varchar,
    value decimal(18, 4), opened_on date, closed_on date, reason varchar, channel varchar,
    excluded_by varchar
);
create table if not exists attributes (
    customer_id varchar, name varchar, type varchar, region varchar, owner varchar,
    email varchar, phone varchar, do_not_contact boolean, customer_since date,
    contract_ends_on date, excluded_by varchar
);
alter table attributes add column if not exists customer_since date;
alter table attributes add column if not exists contract_ends_on date;
create table if not exists products (
    product varchar, product_code varchar, category varchar, unit_price decimal(18, 4),
    excluded_by varchar
);
create table if not exists loads (
    load_no integer, kind varchar, file varchar, checksum varchar, mode varchar,
    loaded_at timestamp, loaded_by varchar, rows_read bigint, rows_loaded bigint,
    rows_rejected bigint, amount decimal(38, 4), mapping varchar, options varchar,
    rows_overlapping bigint, amount_overlapping decimal(38, 4), file_date date
);
-- a version made before there were such columns
alter table loads add column if not exists rows_overlapping bigint;
alter table loads add column if not exists amount_overlapping decimal(38, 4);
alter table loads add column if not exists file_date date;
create table if not exists rejects (
    load_no integer, line bigint, column_name varchar, value varchar, reason varchar
);
create table if not exists choices (
    code varchar, action varchar, chosen_at timestamp, chosen_by varchar
);
create table if not exists merges (
    customer_id varchar, into_id varchar, merged_at timestamp, merged_by varchar
);
create table if not exists made (
    number integer, built_on integer, made_at timestamp, made_by varchar, action varchar,
    detail varchar
);
create table if not exists corrections (
    product varchar, means varchar, corrected_at timestamp, corrected_by varchar
);
