"""Whether what a person said of single letters still holds: it is written down under mailcheck's own key."""

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mailcheck.audit.run import Keeper
    from mailcheck.settings import Settings

ANOTHER = (
    "mailcheck's own key is another one than when you sorted, closed or excepted single letters. What you said of them "
    "is kept, but cannot be matched with your letters any more: they are asked about again. If you have the old "
    "installation.key, put it back into mailcheck's data folder."
)


def note_own_key(settings: "Settings", keeper: "Keeper") -> str:
    """Note beside what a person said under which key it holds; returns what to tell if that is another one now."""
    from mailcheck.errors import SettingsError
    from mailcheck.gather.keys import Keys, Purpose
    from mailcheck.model import Said
    from mailcheck.settings.own_key import record_own_key

    said = settings.said
    if said == Said():
        return ""
    mark = Keys(keeper.installation_key()).digest(Purpose.OWN_KEY)[:4]
    if said.key == mark:
        return ""
    with suppress(SettingsError):  # it is told again the next time
        record_own_key(settings.said_path, mark)
    return ANOTHER if said.key and (said.sorted or said.settled or said.exceptions) else ""
