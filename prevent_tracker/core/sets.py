"""Many rows of one model written by one statement, each with the history row that saving it alone would have left.

The rows travel as one JSON document, which PostgreSQL takes apart by the table's own column types; the same statement
writes the table and its history (performance.md, "Writes": an order of magnitude over row by row).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models

_INSERT = """
WITH given AS (SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) WITH ORDINALITY AS g({all}, place)),
written AS (INSERT INTO {table} ({all}) SELECT {all} FROM given ORDER BY place RETURNING {all})
INSERT INTO {history} ({kept}, history_type, history_change_reason, history_date)
SELECT {from_written}, '+', %s, app.now() FROM written w JOIN given g ON g.{key} = w.{key} ORDER BY g.place"""
_UPDATE = """
WITH given AS (SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) WITH ORDINALITY AS g({all}, place)),
written AS (UPDATE {table} t SET {set} FROM given g
  WHERE t.{key} = g.{key} AND t.partnership_id = g.partnership_id RETURNING {from_table}, g.place AS place)
INSERT INTO {history} ({kept}, history_type, history_change_reason, history_date)
SELECT {from_written}, '~', %s, app.now() FROM written w ORDER BY w.place"""


def insert_rows(rows: Sequence[models.Model], reason: str) -> None:
    """Insert new rows of one model, which has a history."""
    model = type(rows[0])
    names = [str(field.column) for field in model._meta.concrete_fields]
    with connection.cursor() as cursor:
        cursor.execute(_filled(_INSERT, model), [_document(rows, names), reason])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def update_rows(rows: Sequence[models.Model], fields: Sequence[str], reason: str) -> None:
    """Write some fields of stored rows of one model, which has a history and a partnership."""
    model = type(rows[0])
    column_of = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = [column_of[name] for name in fields]
    changed = ", ".join(f"{_quoted(name)} = g.{_quoted(name)}" for name in columns)
    with connection.cursor() as cursor:
        document = _document(rows, [*columns, "id", "partnership_id"])
        cursor.execute(_filled(_UPDATE, model).replace("{set}", changed), [document, reason])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _filled(sql: str, model: type[models.Model]) -> str:
    """The statement for a model: its table's columns in their order there, and those that its history keeps."""
    past: Any = model.history.model  # type: ignore[attr-defined]  # simple-history ships no types
    kept = [_quoted(field.column) for field in past.tracked_fields]
    own = [_quoted(name) for name in _columns(model._meta.db_table)]
    return sql.format(
        table=_quoted(model._meta.db_table),
        history=_quoted(past._meta.db_table),
        key=_quoted("id"),
        all=", ".join(own),
        kept=", ".join(kept),
        from_table=", ".join(f"t.{name} AS {name}" for name in own),
        from_written=", ".join(f"w.{name}" for name in kept),
        set="{set}",
    )


_known: dict[str, list[str]] = {}


def _columns(table: str) -> list[str]:
    """A table's columns in the database's own order, which migrations make another than the model's."""
    if table not in _known:
        with connection.cursor() as cursor:
            _known[table] = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    return _known[table]


def _document(rows: Sequence[models.Model], columns: Sequence[str]) -> str:
    attributes = {field.column: field.attname for field in rows[0]._meta.concrete_fields}
    return json.dumps([{name: getattr(row, attributes[name]) for name in columns} for row in rows], default=_plain)


def _plain(value: object) -> str:
    """What JSON has no word for, as PostgreSQL reads it."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return f"\\x{bytes(value).hex()}"
    raise TypeError(f"{type(value).__name__} has no form in a document of rows")
