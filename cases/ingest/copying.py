"""Rows into their table by COPY: as `bulk_create`, at less than half its cost."""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection
from django.db.models import DateTimeField, Field, JSONField, Model
from django.db.models.options import Options
from psycopg import sql

Row = TypeVar("Row", bound=Model)


def copy_rows(rows: Sequence[Row]) -> Sequence[Row]:
    """Writes new rows of one model in one statement; each has its key afterwards, so that others can point to it.

    Columns that PostgreSQL computes it computes here too. Raises what `bulk_create` raises, and then none is written.
    """
    if not rows:
        return rows
    table = rows[0]._meta  # noqa: SLF001 (the documented name of it)
    for row, key in zip(rows, _take_keys(table, len(rows)), strict=True):
        row.pk = key
    fields = [field for field in table.local_concrete_fields if not field.generated]
    columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.db_table), columns)
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for values in _values(rows, fields):
            copy.write_row(values)
    return rows


def _take_keys(table: "Options[Any]", number: int) -> list[int]:
    taking = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(taking, [table.db_table, table.pk.column, number])
        return [key for (key,) in cursor.fetchall()]


def _values(rows: Sequence[Model], fields: Sequence["Field[Any, Any]"]) -> Iterator[list[Any]]:
    """What the rows hold, as psycopg takes it: it knows every type that we use but JSON."""
    stamped = [field for field in fields if isinstance(field, DateTimeField)]
    packed = [(place, field) for place, field in enumerate(fields) if isinstance(field, JSONField)]
    all_of = attrgetter(*(field.attname for field in fields))  # asking every field costs as much as all else here
    for row in rows:
        for field in stamped:
            field.pre_save(row, add=True)
        values = list(all_of(row))
        for place, packing in packed:
            values[place] = packing.get_db_prep_save(values[place], connection)
        yield values
