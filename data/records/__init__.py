"""Floor 5: the ledger's rows for tables, and the records behind any number."""
