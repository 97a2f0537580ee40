"""What the product costs: measured side by side in one run, told as ratios."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imr_site.settings")
django.setup()  # here, as benchmarks import models
