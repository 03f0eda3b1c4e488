"""Django's SQLite with write-ahead log and transactions that take their lock at the start.

Every request of the player is one transaction that reads first and writes later. SQLite refuses to upgrade such a
transaction at once when somebody else wrote in between, however long it may wait; asking for the lock at the start makes
it wait instead. Django has an option for that from 5.1 on; this works from 4.2 on.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # what was committed survives even a power cut
        return connection

    def _start_transaction_under_autocommit(self) -> None:
        self.cursor().execute("BEGIN IMMEDIATE")
