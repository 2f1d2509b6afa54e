-- copies the tables of the version before, attached as old, that this load does not replace
create table sales as from old.sales; -- sales
create table interactions as from old.interactions; -- interactions
create table deals as from old.deals; -- deals
create table attributes as from old.attributes; -- attributes
create table products as from old.products; -- products
create table loads as from old.loads;
create table rejects as from old.rejects;
create table choices as from old.choices;
create table merges as from old.merges;
create table corrections as from old.corrections;
