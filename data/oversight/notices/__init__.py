"""Papers of the accountability ladder: proposed, drafted, signed, issued, answered, closed."""
