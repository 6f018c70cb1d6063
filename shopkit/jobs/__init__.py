"""Work that outlives a request: kept in the request's transaction, done step by step, resumed."""
