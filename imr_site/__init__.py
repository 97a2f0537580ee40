"""Configures the site: settings, addresses, the embedded PostgreSQL and the processes of `make run`."""
