"""Pages as a person types them."""

import pytest

from cases.search.pages import BadPages, parse_pages, written


@pytest.mark.parametrize(
    ("typed", "pages"),
    [
        ("98", (98, 98)),
        ("98-99", (98, 99)),
        ("98 - 99", (98, 99)),
        ("98–99", (98, 99)),
        ("98 to 99", (98, 99)),
        ("p. 98", (98, 98)),
        ("pp 98–99", (98, 99)),
        ("Page 98", (98, 98)),
        ("99-98", (98, 99)),
        (" 7 ", (7, 7)),
    ],
)
def test_any_spelling_of_a_page_is_understood(typed: str, pages: tuple[int, int]) -> None:
    assert parse_pages(typed) == pages


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "not a page"),
        ("abc", "not a page"),
        ("-1", "not a page"),
        ("0", "from 1"),
        ("99999999", "from 1"),
        ("1-9999", "too wide"),
        ("98;drop", "not a page"),
        ("٩٨", "not a page"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(BadPages, match=why):
        parse_pages(typed)


def test_a_page_is_written_one_way() -> None:
    assert (written(98, 98), written(98, 99)) == ("98", "98-99")
