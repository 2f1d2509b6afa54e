insert into lists (name, rule, scope, version, left_out, created_at, created_by)
values (:name, :rule, :scope, :version, :left_out, :created_at, :created_by)
