"""From an official document to a draft."""
