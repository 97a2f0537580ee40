"""Times the reading of the letters on standard input: run as a file, so that it can time the reader of any revision."""

import json
import sys
import time

from cases.letters.parse import parse_letter


def main() -> None:
    """Prints the seconds of one pass, after one that warms up."""
    letters = json.load(sys.stdin)
    for letter in letters[:50]:
        parse_letter(letter)
    start = time.process_time()
    for letter in letters:
        parse_letter(letter)
    print(time.process_time() - start)


if __name__ == "__main__":
    main()
