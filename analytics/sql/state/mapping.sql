select mapping from mappings where signature = :signature
