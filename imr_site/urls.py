"""The addresses of the site: its health, accounts, the API, and all pages of `cases`."""

from django.urls import include, path

from imr_site import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("account/", include("imr_site.account_urls")),
    path("api/v1/", include("cases.api.urls")),
    path("", include("cases.web.urls")),
]
