"""The addresses of the pages."""

from django.urls import path, re_path

from cases.exports import EXPORTS
from cases.web import (
    accounts,
    completions,
    contrast,
    downloads,
    facet,
    guidelines,
    intake,
    letter,
    pasted,
    review_bulk,
    review_history,
    review_letter,
    review_queue,
    review_redact,
    search,
    similar,
    treatments,
    trends,
    upload,
)
from cases.web.about import about
from cases.web.help import help_page

SLUG = r"^cases/(?P<slug>[a-z0-9-]+)"
REVIEW = r"^review/(?P<slug>[a-z0-9-]+)"

urlpatterns = [
    path("", search.search, name="search"),
    path("suggest/", completions.suggest, name="suggest"),
    path("help/", help_page, name="help"),
    path("about/", about, name="about"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("accounts/<int:pk>/link/", accounts.password_link, name="account-link"),
    path("accounts/<int:pk>/remove-second-step/", accounts.remove_second_step, name="account-second-step"),
    re_path(rf"^export\.(?P<form>{'|'.join(EXPORTS)})$", downloads.export, name="export"),
    re_path(r"^facets/(?P<name>[a-z_]+)/$", facet.facet, name="facet"),
    path("items/<int:pk>/similar/", similar.similar, name="similar"),
    path("similar/", pasted.pasted, name="pasted"),
    path("guidelines/", guidelines.guidelines, name="guidelines"),
    re_path(r"^guidelines/(?P<code>[a-z0-9-]+)/$", guidelines.guideline, name="guideline"),
    path("treatments/", treatments.treatments, name="treatments"),
    path("treatments/<str:code>/", treatments.treatment, name="treatment"),
    path("treatments/<str:code>/contrast/", contrast.contrast_page, name="contrast"),
    path("trends/", trends.trends, name="trends"),
    path("feed.atom", downloads.feed, name="feed"),
    path("upload/", upload.upload, name="upload"),
    path("upload/<int:key>/", intake.intake, name="intake"),
    path("upload/<int:key>/retry/", intake.retry_files, name="intake-retry"),
    re_path(rf"{SLUG}\.json$", letter.as_json, name="case-json"),
    re_path(rf"{SLUG}\.txt$", letter.as_text, name="case-text"),
    re_path(rf"{SLUG}/$", letter.case, name="case"),
    path("review/", review_queue.queue, name="review"),
    path("review/treatments/", review_bulk.treatments, name="review-treatments"),
    path("review/treatments/undo/", review_bulk.undo_mend, name="review-undo"),
    re_path(rf"{REVIEW}/$", review_letter.letter, name="review-letter"),
    re_path(rf"{REVIEW}/state/$", review_letter.state, name="review-state"),
    re_path(rf"{REVIEW}/original$", review_letter.original, name="review-original"),
    re_path(rf"{REVIEW}/history/$", review_history.history, name="review-history"),
    re_path(rf"{REVIEW}/redact/$", review_redact.redact_letter, name="review-redact"),
]
