"""One module per type of value: each parser reads one text, or says what is wrong with it."""
