"""What people mend in the ledger: each edit is on the record and can be taken back."""
