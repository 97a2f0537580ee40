"""The addresses of the pages."""

from django.urls import path, re_path

from cases.exports import EXPORTS
from cases.web import accounts, completions, downloads, facet, letter, pasted, search, similar

SLUG = r"^cases/(?P<slug>[a-z0-9-]+)"

urlpatterns = [
    path("", search.search, name="search"),
    path("suggest/", completions.suggest, name="suggest"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/link/", accounts.password_link, name="account-link"),
    path("accounts/<int:pk>/remove-second-step/", accounts.remove_second_step, name="account-second-step"),
    re_path(rf"^export\.(?P<form>{'|'.join(EXPORTS)})$", downloads.export, name="export"),
    re_path(r"^facets/(?P<name>[a-z_]+)/$", facet.facet, name="facet"),
    path("items/<int:pk>/similar/", similar.similar, name="similar"),
    path("similar/", pasted.pasted, name="pasted"),
    path("feed.atom", downloads.feed, name="feed"),
    re_path(rf"{SLUG}\.json$", letter.as_json, name="case-json"),
    re_path(rf"{SLUG}\.txt$", letter.as_text, name="case-text"),
    re_path(rf"{SLUG}/$", letter.case, name="case"),
]
