"""What workbooks hold beside plain values, read without a library: errors, merges, date system."""
