"""What a power cut leaves of acknowledged work, on the product's own SQLite connection (P2)."""
