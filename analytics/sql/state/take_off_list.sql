update main.listed_customers set left_no = :left_no
where list_id = :list_id and customer_id = :customer_id
