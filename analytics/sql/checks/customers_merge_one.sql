-- keeps that one customer counts as another; whoever counted as the first now counts as the other
-- parameters: $id, $into, $by
insert into merges select $id, $into, cast(now() as timestamp), $by
