"""Measures what should be fast, side by side with a yardstick, so that results are ratios and machines compare."""
