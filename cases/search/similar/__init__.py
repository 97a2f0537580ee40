"""Decisions that are like an item or like a text: what they share, in words that are true of them."""
