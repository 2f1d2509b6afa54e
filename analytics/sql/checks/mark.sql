-- leaves the marked rows out
update sales set excluded_by = marked.code
from marked where marked.source = 'sales' and marked.row_no = sales.rowid;
update deals set excluded_by = marked.code
from marked where marked.source = 'deals' and marked.row_no = deals.rowid;
update interactions set excluded_by = marked.code
from marked where marked.source = 'interactions' and marked.row_no = interactions.rowid
