"""Django's PostgreSQL, on the embedded server: `HOST` is the folder of its data."""
