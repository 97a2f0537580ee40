"""Rows of PostgreSQL in its binary form: what sets are read by."""

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg
from django.db import connection


def binary_rows(query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a query, within the transaction that is open.

    Not by Django's cursor: binary results spare both ends the hexadecimal writing of every set.
    """
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        yield from cursor.execute(query.encode(), values, binary=True)
