"""What the interface takes in and gives out: the shapes of its JSON, by subject."""
