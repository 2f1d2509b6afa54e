insert into list_members (list_id, position, customer_id)
values (:list_id, :position, :customer_id)
