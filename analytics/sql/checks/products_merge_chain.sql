-- whatever meant the first name now means the other
-- parameters: $id, $into
update corrections set means = $into where means = $id
