"""The database: opening, reading, writing, bulk writes, faults, files."""
