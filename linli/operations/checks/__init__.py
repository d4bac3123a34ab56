"""One function per thing looked at; each returns a Check or several."""
