insert into personal_columns (signature, columns) values (:signature, :columns)
on conflict (signature) do update set columns = excluded.columns
