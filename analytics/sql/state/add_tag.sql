insert or ignore into main.customer_tags (customer_id, tag, added_at, added_by)
values (:customer_id, :tag, :at, :user)
