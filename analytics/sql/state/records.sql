select list_id, customer_id, action, outcome, day, note, recorded_at, recorded_by
from list_records
order by list_id, customer_id
