-- keeps that one customer counts as another; whoever counted as the first now counts as the other
-- parameters: $customer_id, $into_id, $by
insert into merges select $customer_id, $into_id, cast(now() as timestamp), $by
