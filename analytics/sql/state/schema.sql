-- what people make (SQLite): settings, remembered mappings, saved lists, notes, audit trail
create table if not exists settings (name text primary key, value text not null);
create table if not exists mappings (signature text primary key, mapping text not null);
create table if not exists personal_columns (signature text primary key, columns text not null);
create table if not exists ended_sign_ins (mark text primary key, ended_at text not null);
create table if not exists saved_lists (
    id integer primary key autoincrement, name text not null unique, rule text not null,
    scope text not null, frozen integer not null, include_do_not_contact integer not null,
    version integer not null, left_out integer not null, value real not null,
    refreshes integer not null default 0, created_at text not null, created_by text not null,
    refreshed_at text
);
create table if not exists listed_customers (
    list_id integer not null references saved_lists (id) on delete cascade,
    customer_id text not null, position integer not null, reasons text not null,
    first_on text not null, joined_no integer not null, left_no integer,
    primary key (list_id, customer_id)
);
create table if not exists list_records (
    list_id integer not null references saved_lists (id) on delete cascade,
    customer_id text not null, action text not null, outcome text not null, day text not null,
    note text not null, recorded_at text not null, recorded_by text not null,
    primary key (list_id, customer_id)
);
create table if not exists notes (
    id integer primary key, day text not null, text text not null, created_at text not null,
    created_by text not null
);
create table if not exists audit (
    id integer primary key, at text not null, user text not null, action text not null,
    detail text not null
);
create table if not exists erasures (
    print text primary key, salt text not null, begun_at text not null, begun_by text not null,
    ended_at text
);
create table if not exists targets (
    month text primary key, amount real not null, set_at text not null, set_by text not null
);
create table if not exists customer_tags (
    customer_id text not null, tag text not null, added_at text not null, added_by text not null,
    primary key (customer_id, tag)
);
create table if not exists customer_notes (
    customer_id text primary key, text text not null, written_at text not null,
    written_by text not null
);
-- the trail only grows: nothing on it is removed or changed, but for the name of somebody who is
-- being erased
create trigger if not exists audit_stays before delete on audit
begin
    select raise(abort, 'the audit trail only grows');
end;
create trigger if not exists audit_is_not_replaced before insert on audit
when exists (select 1 from audit where id = new.id)
begin
    select raise(abort, 'the audit trail only grows');
end;
create trigger if not exists audit_is_not_changed before update on audit
when not exists (select 1 from erasures where ended_at is null)
    or new.id <> old.id or new.at <> old.at or new.action <> old.action
begin
    select raise(abort, 'the audit trail only grows');
end;
