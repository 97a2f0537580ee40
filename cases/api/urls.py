"""The addresses of the API, below `/api/v1/`."""

from django.urls import path, re_path

from cases.api import views

urlpatterns = [
    path("items", views.items, name="api-items"),
    re_path(r"^items/(?P<slug>[a-z0-9-]+)/(?P<position>[1-9][0-9]{0,3})/similar$", views.similar, name="api-similar"),
    path("facets", views.facets, name="api-facets"),
    re_path(r"^cases/(?P<slug>[a-z0-9-]+)$", views.case, name="api-case"),
    path("openapi.json", views.openapi, name="api-openapi"),
    re_path("", views.missing),
]
