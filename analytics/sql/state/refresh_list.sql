update saved_lists
set
    scope = :scope, version = :version, left_out = :left_out, value = :value,
    refreshes = refreshes + 1, refreshed_at = :refreshed_at
where id = :id
