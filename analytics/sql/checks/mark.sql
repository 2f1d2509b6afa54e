-- leaves the marked lines out
update sales set excluded_by = marked.code from marked where marked.row_no = sales.rowid
