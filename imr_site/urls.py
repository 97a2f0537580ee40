"""The addresses of the site: its health, accounts, Django's admin, the API, and all pages of `cases`."""

from django.urls import include, path

from imr_site import admin, health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("admin/", admin.site.urls),
    path("account/", include("imr_site.account_urls")),
    path("api/v1/", include("cases.api.urls")),
    path("", include("cases.web.urls")),
]
