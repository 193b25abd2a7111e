"""What a page shows, read in one go by a worker: no widget in here."""
