insert into ended_sign_ins (mark, ended_at) values (:mark, :at) on conflict (mark) do nothing
