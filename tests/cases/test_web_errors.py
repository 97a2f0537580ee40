"""The pages for what goes wrong: they need neither a search nor a database."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views import defaults


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "cannot be read"), (403, "not open to you"), (404, "Nothing is here"), (500, "The fault is ours")],
)
def test_an_error_is_told_in_plain_words_with_a_way_on(rf: RequestFactory, status: int, words: str) -> None:
    html = _answer(rf.get("/"), status).content.decode()
    assert words in html
    assert 'href="/">Search all decisions</a>' in html


def _answer(request: HttpRequest, status: int) -> HttpResponse:
    answer: HttpResponse
    match status:
        case 400:
            answer = defaults.bad_request(request, Exception())
        case 403:
            answer = defaults.permission_denied(request, Exception())
        case 404:
            answer = defaults.page_not_found(request, Exception())
        case _:
            answer = defaults.server_error(request)
    assert answer.status_code == status
    return answer
