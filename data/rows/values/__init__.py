"""Values as people write them, read: for intake, measures and rules alike."""
