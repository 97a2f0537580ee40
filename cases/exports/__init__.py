"""The stored records for files and programs."""
