insert into mappings (signature, mapping) values (:signature, :mapping)
on conflict (signature) do update set mapping = excluded.mapping
