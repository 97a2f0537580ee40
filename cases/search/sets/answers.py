"""Answers of one snapshot, kept for whoever asks the same again: a snapshot never changes, so they stay true."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class Answers:
    """The answers asked for last, at most `most`."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: OrderedDict[Hashable, Any] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, question: Hashable, answer: Callable[[], Answer]) -> Answer:
        """What was answered before, or what `answer` says now."""
        with self.lock:
            if question in self.kept:
                self.kept.move_to_end(question)
                known: Answer = self.kept[question]
                return known
        found = answer()
        with self.lock:
            self.kept[question] = found
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
        return found
