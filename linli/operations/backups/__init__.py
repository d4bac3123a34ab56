"""Encrypted copies of everything, and how they come back."""
