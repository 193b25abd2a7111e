"""Reusable parts of the window: they know rows and arrays, not where these come from."""
