delete from saved_lists where id = :list_id
