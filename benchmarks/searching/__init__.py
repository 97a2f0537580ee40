"""The search page at several sizes, beside Tantivy and SQLite on the same corpus."""
