-- notes what made this version
-- parameters: $number, $built_on, $user, $action, $detail
insert into made
values ($number, $built_on, cast(now() as timestamp), $user, $action, $detail)
