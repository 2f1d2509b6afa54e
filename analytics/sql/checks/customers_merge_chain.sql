-- whoever counted as the first customer now counts as the other; nobody counts as oneself
-- parameters: $id, $into
update merges set into_id = $into where into_id = $id
