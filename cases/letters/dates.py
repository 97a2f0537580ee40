"""Days as letters write them: 9/21/2009, 9-21-09, September 21, 2009."""

import datetime
import functools
import re

MONTH_NAMES = tuple("january february march april may june july august september october november december".split())
MONTHS = tuple(name[:3] for name in MONTH_NAMES)
LAST_SHORT_YEAR = 50

# For lower-case text. A line break may stand anywhere a blank may; "11- 17-2016" is a hyphen broken over two lines.
DATE = (
    r"(?:\d{1,2}/\s?\d{1,2}/\s?(?:\d{4}|\d\d)|\d{1,2}-\s?\d{1,2}-\s?(?:\d{4}|\d\d)|\d{4}-\d\d-\d\d"
    r"|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?\s{1,3}\d{1,2}(?:st|nd|rd|th)?,?\s{1,3}\d{4})(?!\d)"
)
NUMBER_RE = re.compile(r"\d+")


@functools.lru_cache(maxsize=20_000)
def parse_date(words: str) -> datetime.date | None:
    """The day that words matching DATE name; `None` where there is no such day (2/30/2014)."""
    numbers = [int(number) for number in NUMBER_RE.findall(words)]
    try:
        if words[0].isalpha():
            day, year = numbers
            return datetime.date(year, MONTHS.index(words[:3]) + 1, day)
        if numbers[0] > 999:
            return datetime.date(*numbers)
        month, day, year = numbers
        return datetime.date(_full(year), month, day)
    except ValueError:
        return None


def is_spelled(words: str, day: datetime.date) -> bool:
    """Whether lower-case words hold a day as letters write it: 09/05/2014, 9-5-2014, 9/5/14, september 5, 2014."""
    month, number, year = day.month, day.day, day.year
    if f"{month:02}-{number:02}-{year}" in words or f"{month:02}/{number:02}/{year}" in words:
        return True
    if f"{MONTH_NAMES[month - 1]} {number}, {year}" in words:
        return True
    short = str(year)[2:]
    if f"{month}-{number}-{short}" in words or f"{month}/{number}/{short}" in words:
        return True
    return f"{month}-{number}-{year}" in words or f"{month}/{number}/{year}" in words


def _full(year: int) -> int:
    """Two digits as people mean them: 14 is 2014, 87 is 1987."""
    if year > 99:
        return year
    return year + (2000 if year <= LAST_SHORT_YEAR else 1900)
