"""Two mailboxes of a therapist who does not exist, on a real mail server, for as long as the demo runs.

Needs no account and no network. Leaves nothing behind: the server lives in this process, and the one temporary
folder (settings and the authority to trust, no secret) goes when the demo ends.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from mailcheck.app.demo.certificate import throw_away_tls
from mailcheck.app.demo.documents import documents
from mailcheck.app.demo.letters import correspondence, stored
from mailcheck.app.demo.server import ADDRESS, DemoMailbox, DemoServer
from mailcheck.dataclass import dataclass
from mailcheck.errors import Problem, UserError

LOOKS_BACK = timedelta(weeks=5)
PACKAGES = ("pymap", "pyzipper")
ROLES = {"practice": "professional", "home": "personal"}


@dataclass(frozen=True, slots=True)
class Demo:
    """What a run on the demo's mailboxes needs."""

    settings_path: Path
    """A settings file as a person would write it; its folder goes when the demo ends."""
    environ: Mapping[str, str]
    """The two passwords, under the names that the settings give."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the demo, as its settings name it."""

    name: str
    role: str
    address: str
    password: str

    @property
    def variable(self) -> str:
        """The environment variable that holds the password."""
        return f"MAILCHECK_DEMO_{self.name.upper()}"


@contextmanager
def demo(*, now: datetime | None = None) -> Iterator[Demo]:
    """Serve the demo's mailboxes until the block ends.

    Raises UserError if the packages of the extra `demo` are not installed.
    """
    require(PACKAGES)
    moment = (now or datetime.now()).astimezone()
    with TemporaryDirectory(prefix="mailcheck-demo-") as place:
        folder = Path(place)
        tls, ca_file = throw_away_tls(folder, ADDRESS)
        accounts, mailboxes = _accounts(moment)
        with DemoServer(mailboxes, tls) as server:
            settings_path = folder / "mailcheck.toml"
            text = demo_toml(accounts, port=server.port, ca_file=ca_file, now=moment)
            settings_path.write_text(text, encoding="utf-8")
            yield Demo(settings_path, {account.variable: account.password for account in accounts})


def require(packages: Sequence[str]) -> None:
    """Raise UserError if one of `packages` cannot be imported."""
    if missing := [name for name in packages if find_spec(name) is None]:
        remedy = "Install them with: python -m pip install 'mailcheck-boundary[demo]'"
        raise UserError(
            Problem(f"the demo needs packages that are not installed: {', '.join(missing)}.", remedy=remedy)
        )


def _accounts(now: datetime) -> tuple[Sequence[DemoAccount], Sequence[DemoMailbox]]:
    made = documents(secrets.token_urlsafe(12))
    accounts, mailboxes = [], []
    for name, role in ROLES.items():
        kept = correspondence(name)
        account = DemoAccount(name, role, kept.address, secrets.token_urlsafe(24))
        accounts.append(account)
        mailboxes.append(DemoMailbox(kept.address, account.password, stored(kept, now, made)))
    return accounts, mailboxes


def demo_toml(accounts: Sequence[DemoAccount], *, port: int, ca_file: Path, now: datetime) -> str:
    """Return the settings for the demo's accounts."""
    since = (now - LOOKS_BACK).date()
    heading = "# Written by `mailcheck demo`, and removed when it ends."
    tables = (_table(account, port=port, ca_file=ca_file) for account in accounts)
    return "\n".join([heading, "[check]", f"since = {since.isoformat()}", *tables])


def _table(account: DemoAccount, *, port: int, ca_file: Path) -> str:
    values: Mapping[str, str | int] = {
        "name": account.name,
        "role": account.role,
        "address": account.address,
        "host": ADDRESS,
        "port": port,
        "security": "tls",
        "user": account.address,
        "secret": f"env:{account.variable}",
        "ca_file": str(ca_file),
    }
    # a JSON string is a TOML string too (TOML 1.0, "Basic strings")
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join(["", "[[account]]", *lines, ""])
