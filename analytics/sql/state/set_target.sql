insert into targets (month, amount, set_at, set_by) values (:month, :amount, :at, :user)
on conflict (month) do update set
    amount = excluded.amount, set_at = excluded.set_at, set_by = excluded.set_by
