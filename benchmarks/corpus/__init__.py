"""Invented letters in every layout, as text with the truth they were made from; none holds a sentence of a real one."""

from benchmarks.corpus.generate import Made, generate, make_letter

__all__ = ["Made", "generate", "make_letter"]
