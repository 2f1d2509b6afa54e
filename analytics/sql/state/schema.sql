-- what people make (SQLite): settings, remembered mappings, saved lists, notes, audit trail
create table if not exists settings (name text primary key, value text not null);
create table if not exists mappings (signature text primary key, mapping text not null);
create table if not exists lists (
    id integer primary key, name text not null unique, rule text not null, scope text not null,
    version integer not null, left_out integer not null, created_at text not null,
    created_by text not null
);
create table if not exists list_members (
    list_id integer not null references lists (id) on delete cascade,
    position integer not null, customer_id text not null,
    primary key (list_id, position)
);
create table if not exists notes (
    id integer primary key, day text not null, text text not null, created_at text not null,
    created_by text not null
);
create table if not exists audit (
    id integer primary key, at text not null, user text not null, action text not null,
    detail text not null
);
