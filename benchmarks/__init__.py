"""What the product costs: measured side by side in one run, told as ratios."""
