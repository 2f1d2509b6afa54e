-- brings back every row that was left out by choice; what an addition has set aside stays aside
update sales set excluded_by = null where excluded_by <> 'overlap';
update deals set excluded_by = null where excluded_by not in ('overlap', 'superseded');
update interactions set excluded_by = null where excluded_by <> 'overlap'
