select id from lists where name = :name
