"""The addresses of the site: its health, and all pages of `cases`."""

from django.urls import include, path

from imr_site import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("", include("cases.web.urls")),
]
