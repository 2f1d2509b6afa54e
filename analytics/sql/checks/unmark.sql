-- brings back every line that was left out by choice
-- parameters: $codes
update sales set excluded_by = null where list_contains($codes, excluded_by)
