-- whoever counted as the first customer now counts as the other; nobody counts as oneself
-- parameters: $customer_id, $into_id
update merges set into_id = $into_id where into_id = $customer_id
