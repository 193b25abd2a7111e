"""Collecting the rows of papers: every number comes from the measures and the rules."""
