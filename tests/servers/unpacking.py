"""Unpacks the servers that cannot be installed beside Dovecot, before a test needs one and its time runs.

Run as `python -m tests.servers.unpacking`.
"""

import sys

from tests.servers import courier, cyrus
from tests.servers.running import ServerCannotStart


def main() -> int:
    """Unpack each; return 1 if one could not be, which the tests that need it tell again."""
    code = 0
    for server in (courier, cyrus):
        try:
            server.unpack()
        except ServerCannotStart as error:
            sys.stderr.write(f"{error}\n")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
