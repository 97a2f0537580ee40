"""Page lists: every way letters write them, and the numbers that are no pages."""

import pytest

from cases.letters.citations.pages import find_bare_pages, find_pages


def pages_of(text: str) -> list[tuple[int, int]]:
    return [pages for one in find_pages(text.lower()) for pages in one.ranges]


WRITTEN = [
    ("Page(s): 98-99.", [(98, 99)]),
    ("Page(s): 60.", [(60, 60)]),
    ("Page(s): page 98.", [(98, 98)]),
    ("Page (s): 98", [(98, 98)]),
    ("PAGE 127", [(127, 127)]),
    ("page98", [(98, 98)]),
    ("pages 98 - 99", [(98, 99)]),
    ("pages 98–99", [(98, 99)]),
    ("pages 58 through 60", [(58, 60)]),
    ("page 58 to 60", [(58, 60)]),
    ("pages 58 to page 60", [(58, 60)]),
    ("Page(s): 30-32, 49", [(30, 32), (49, 49)]),
    ("Page(s): 98-99 & 114", [(98, 99), (114, 114)]),
    ("pages 8, 98-99 and 114", [(8, 8), (98, 99), (114, 114)]),
    ("pages 30-32/49", [(30, 32), (49, 49)]),
    ("Page(s): 74-96, 78", [(74, 96), (78, 78)]),
    ("Page(s): 98; page 99", [(98, 98), (99, 99)]),
    ("Page(s): 98-99, 98-99", [(98, 99)]),
    ("pg. 607", [(607, 607)]),
    ("pgs 12, 14", [(12, 12), (14, 14)]),
    ("p 301", [(301, 301)]),
    ("p.301", [(301, 301)]),
    ("pp. 5-7", [(5, 7)]),
    ("pages 303-5", [(303, 305)]),
    ("page 98 of 127", [(98, 98)]),
    ("pages 98-99 of 127", [(98, 99)]),
    ("Physical Medicine Page(s): 98, Opioids Page(s): 78", [(98, 98), (78, 78)]),
    ("Page(s): 8, C & 9792.24.1", [(8, 8)]),
    ("Page(s): 98-99, 2009", [(98, 99)]),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN, ids=[text for text, _ in WRITTEN])
def test_pages_are_read_as_inclusive_ranges(text: str, expected: list[tuple[int, int]]) -> None:
    assert pages_of(text) == expected


NO_PAGES = [
    "Page(s):",
    "page 12/14/2014",
    "page 2009",
    "30 pages of records",
    "at 5 p.m. 12 visits",
    "stopped 12 days later",
    "homepage 98",
    "page 9792.24",
    "section 98-99",
    "p < 0.05",
    "page 5th",
]


@pytest.mark.parametrize("text", NO_PAGES)
def test_a_number_that_is_no_page_is_not_read(text: str) -> None:
    assert pages_of(text) == []


def test_a_reversed_range_is_turned_and_named() -> None:
    (found,) = find_pages("page(s): 99-98")
    assert found.ranges == ((98, 99),)
    assert found.reversed == ((99, 98),)


def test_an_empty_label_is_found_without_pages() -> None:
    text = "chronic pain page(s): "
    (found,) = find_pages(text)
    assert (text[found.start : found.end].strip(), found.ranges) == ("page(s):", ())


def test_the_place_of_a_list_ends_with_its_last_page() -> None:
    text = "physical medicine page(s): 98-99, 114. next"
    (found,) = find_pages(text)
    assert text[found.start : found.end] == "page(s): 98-99, 114"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("chapter 12, 303-305", [(303, 305)]),
        ("chapter 12, table 12-8", []),
        ("updated 11-23-16", []),
        ("12-14/week", []),
    ],
)
def test_a_bare_range_is_pages_only_where_nothing_else_is_written_so(
    text: str, expected: list[tuple[int, int]]
) -> None:
    assert [pages for one in find_bare_pages(text, 0, len(text)) for pages in one.ranges] == expected
