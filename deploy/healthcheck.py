"""Ends with status 0 when the site in this container answers that it lives."""

import http.client
import sys

asking = http.client.HTTPConnection("127.0.0.1", 8000, timeout=3)
asking.request("GET", "/healthz")
sys.exit(asking.getresponse().status != 200)
