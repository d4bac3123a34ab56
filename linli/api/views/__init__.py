"""The operations by subject, and the pages about them. Importing a module declares its own."""
