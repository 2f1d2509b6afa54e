select customer_id from list_members where list_id = :list_id order by position
