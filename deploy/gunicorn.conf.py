"""How gunicorn serves the site, on a server as under `make run`; docs/operating.md explains the variables."""

import os
from typing import Any

from django.db import connections

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS") or min(os.cpu_count() or 1, 4))
threads = int(os.environ.get("WEB_THREADS") or 4)
raw_env = [f"DATABASE_POOL_SIZE={os.environ.get('DATABASE_POOL_SIZE') or threads}"]

timeout = 60  # seconds without a sign of life from a worker; an export streams and gives signs
graceful_timeout = 20
keepalive = 5
max_requests = 10_000  # a worker that leaks is replaced before it hurts
max_requests_jitter = 1_000
control_socket_disable = True

loglevel = "warning"
errorlog = "-"
accesslog = None  # addresses hold what somebody searched for; the proxy in front may log what its owner wants


def worker_exit(server: Any, worker: Any) -> None:
    """The threads of a connection pool have to end before the process does, or it waits for them in vain."""
    for connection in connections.all(initialized_only=True):
        connection.close_pool()
