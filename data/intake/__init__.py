"""Floor 6: files of the bureaus in: readers, headers, profiles, values, checks, commit."""
