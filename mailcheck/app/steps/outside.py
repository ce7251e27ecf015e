"""Everything outside that the steps touch, each part replaceable: a test brings its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.app.browser import private_browser
from mailcheck.app.menu_entry import place_entry
from mailcheck.dataclass import dataclass
from mailcheck.gather.discovered import Discovery
from mailcheck.gather.discovery import discover
from mailcheck.gather.domain import Resolver, SystemResolver
from mailcheck.gather.imap.meeting import Met, meet_server
from mailcheck.gather.keyring_store import ErasableKeyring, system_keyring
from mailcheck.gather.oauth.device import by_code
from mailcheck.gather.oauth.loopback import by_browser
from mailcheck.gather.oauth.service import Service
from mailcheck.gather.trial import Trial, try_account
from mailcheck.settings import load_providers

if TYPE_CHECKING:
    from mailcheck.gather.oauth.service import Granted
    from mailcheck.gather.secret import Secret
    from mailcheck.model import Account
    from mailcheck.model.issuer import Issuer


def _night(settings_path: Path) -> tuple[str, ...]:
    from mailcheck.app import schedule

    done = schedule.install(settings_path)
    how = f"The nightly run is switched on, by {done.kind.called}."
    return (how, *schedule.status(settings_path).sentences()[1:])


@dataclass(frozen=True, slots=True)
class Outside:
    """The network, the password store, the browser and the computer's scheduler."""

    resolver: Resolver = field(default_factory=SystemResolver)
    fetch: Callable[[str], str] | None = None
    meet: Callable[..., Met] = meet_server
    attempt: "Callable[[Account, Secret], Trial]" = try_account
    keyring: Callable[[], ErasableKeyring] = system_keyring
    browser: Callable[[], AbstractContextManager[Callable[[str], object]]] = private_browser
    by_browser: "Callable[..., Granted]" = by_browser
    by_code: "Callable[..., Granted]" = by_code
    service: "Callable[[Issuer], Service]" = Service
    install: Callable[[Path], tuple[str, ...]] = _night
    place_entry: Callable[[], str] = place_entry

    def find(self, address: str) -> Discovery:
        """Look for the mail server of an address."""
        return discover(address, load_providers(), resolver=self.resolver, fetch=self.fetch, meet=self.meet)
