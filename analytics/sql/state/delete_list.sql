delete from lists where id = :list_id
