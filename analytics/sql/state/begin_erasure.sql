-- notes that a customer is being erased: a salted fingerprint, never the number
insert into erasures (print, salt, begun_at, begun_by) values (:print, :salt, :at, :user)
on conflict (print) do update set ended_at = null
