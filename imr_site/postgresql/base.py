"""The engine of the embedded server, which it starts at the first connection; the file's name is Django's rule."""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from imr_site import embedded


class DatabaseWrapper(base.DatabaseWrapper):
    """A command that needs no database opens no connection, and so starts no server."""

    def get_connection_params(self) -> dict[str, Any]:
        socket_folder = embedded.server(Path(self.settings_dict["HOST"])).use()
        return {**super().get_connection_params(), "host": str(socket_folder)}
