"""The addresses of the pages."""

from django.urls import path, re_path

from cases.exports import EXPORTS
from cases.web import accounts, completions, downloads, facet, intake, letter, search, upload

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
    path("feed.atom", downloads.feed, name="feed"),
    path("upload/", upload.upload, name="upload"),
    path("upload/<int:key>/", intake.intake, name="intake"),
    path("upload/<int:key>/retry/", intake.retry_files, name="intake-retry"),
    re_path(rf"{SLUG}\.json$", letter.as_json, name="case-json"),
    re_path(rf"{SLUG}\.txt$", letter.as_text, name="case-text"),
    re_path(rf"{SLUG}/$", letter.case, name="case"),
]
