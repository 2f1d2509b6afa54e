-- keeps that one product name means another
-- parameters: $id, $into, $by
insert into corrections select $id, $into, cast(now() as timestamp), $by
