-- lines that came twice count, and can be told from the others later
alter table sales add column if not exists overlap boolean;
update sales set overlap = true, excluded_by = null where excluded_by = 'overlap'
