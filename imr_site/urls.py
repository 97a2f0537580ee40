"""The addresses of the site: its health, and all pages of `cases`."""

from importlib.util import find_spec

from django.urls import include, path

urlpatterns = [path("", include("cases.web.urls"))] if find_spec("cases.web.urls") else []
