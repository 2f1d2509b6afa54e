select id from saved_lists where name = :name
