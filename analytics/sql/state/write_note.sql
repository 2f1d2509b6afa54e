insert into main.customer_notes (customer_id, text, written_at, written_by)
values (:customer_id, :text, :at, :user)
on conflict (customer_id) do update set
    text = excluded.text, written_at = excluded.written_at, written_by = excluded.written_by
