select
    id, name, rule, scope, frozen, include_do_not_contact, version, left_out, value, refreshes,
    created_at, created_by, refreshed_at,
    (select count(*) from listed_customers where list_id = id and left_no is null) as customers
from saved_lists
order by id desc
