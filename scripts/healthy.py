"""Whether the web server in this container is healthy: exit code 0 when /healthz/ answers 200."""

from __future__ import annotations

import os
import sys
import urllib.error
import urllib.request

# As the proxy in front would ask: by a host name that is served, over HTTPS.
HEADERS = {"Host": os.environ["ALLOWED_HOSTS"].split(",")[0].lstrip("."), "X-Forwarded-Proto": "https"}
REQUEST = urllib.request.Request("http://127.0.0.1:8000/healthz/", headers=HEADERS)

if __name__ == "__main__":
    try:
        urllib.request.urlopen(REQUEST, timeout=4)  # noqa: S310  # a fixed address
    except urllib.error.URLError as error:
        sys.exit(str(error))
