delete from main.list_records where list_id = :list_id and customer_id = :customer_id
