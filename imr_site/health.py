"""Answers whether the process lives and whether it can serve; for supervisors, not for people."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from cases.web.access import Role, open_to


@open_to(Role.ANYONE)
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all; asks nothing of anybody else."""
    return JsonResponse({"status": "alive"})


@open_to(Role.ANYONE)
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and has all migrations, else 503 with what is missing."""
    if missing := missing_to_serve():
        return JsonResponse({"status": "not ready", "missing": missing}, status=503)
    return JsonResponse({"status": "ready", "missing": []})


def missing_to_serve() -> list[str]:
    """What keeps the site from serving, in words; empty when it is ready. The details of an error stay in the log."""
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return ["the database does not answer"]
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"migration {migration.app_label}.{migration.name}" for migration, _ in plan]
