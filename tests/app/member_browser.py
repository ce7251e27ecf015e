"""A member's browser, as the process that mailcheck starts: it goes where a file sends it, and presses Accept.

How it was called, and who may read the file, is written down for the test: `called.json` in the home folder.
"""

import html
import json
import os
import re
import stat
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx

if __name__ == "__main__":
    (target,) = sys.argv[1:]
    page = Path(unquote(urlsplit(target).path))
    modes = [stat.S_IMODE(each.stat().st_mode) for each in (page, page.parent)]
    Path(os.environ["HOME"], "called.json").write_text(json.dumps({"target": target, "modes": modes}))
    address = html.unescape(re.search(r'url=([^"]+)"', page.read_text())[1])
    with httpx.Client(verify=os.environ["SSL_CERT_FILE"], follow_redirects=True, timeout=20) as browser:
        browser.get(address)
