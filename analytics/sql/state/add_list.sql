insert into saved_lists (
    name, rule, scope, frozen, include_do_not_contact, version, left_out, value, created_at,
    created_by
) values (
    :name, :rule, :scope, :frozen, :include_do_not_contact, :version, :left_out, :value,
    :created_at, :created_by
)
