insert into main.listed_customers (list_id, customer_id, position, reasons, first_on, joined_no)
values (:list_id, :customer_id, :position, :reasons, :first_on, :joined_no)
on conflict (list_id, customer_id) do update
set
    position = excluded.position, reasons = excluded.reasons, left_no = null,
    joined_no = case when left_no is null then joined_no else excluded.joined_no end
