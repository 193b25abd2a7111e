"""Papers of the joint meeting: rows in, a document's content out."""
