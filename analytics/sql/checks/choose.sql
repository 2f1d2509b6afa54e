-- keeps one choice
-- parameters: $code, $action, $by
insert into choices select $code, $action, cast(now() as timestamp), $by
