insert into main.list_records (
    list_id, customer_id, action, outcome, day, note, recorded_at, recorded_by
) values (
    :list_id, :customer_id, :action, :outcome, :day, :note, :recorded_at, :recorded_by
)
on conflict (list_id, customer_id) do update
set
    action = excluded.action, outcome = excluded.outcome, day = excluded.day,
    note = excluded.note, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by
