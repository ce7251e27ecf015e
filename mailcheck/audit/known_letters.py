"""What earlier runs found in letters, and what that rests on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from mailcheck import __version__
from mailcheck.gather.keys import Keys, Purpose
from mailcheck.gather.visit import Question
from mailcheck.model import Account
from mailcheck.protection import VERDICTS

if TYPE_CHECKING:
    from mailcheck.settings import Settings
    from mailcheck.state import Letters, State


def known_letters(settings: "Settings", state: "State | None", keys: Keys) -> "Callable[[Account], Letters | None]":
    """Return how to find what earlier runs read, as long as it would be judged the same today."""

    def letters(account: Account) -> "Letters | None":
        rests_on = (str(VERDICTS), *settings.plugins, account.address, repr(settings.secure_mail))
        return None if state is None else state.letters(account.name, keys.digest(Purpose.DOCUMENT, "basis", *rests_on))

    return letters


def known_uses(state: "State | None", question: Question) -> "Callable[[Account], Letters | None]":
    """Return how to find what earlier runs read in headers, as long as it would be read the same today."""
    rests_on = (__version__, repr(question.others), str(question.since))
    basis = question.keys.digest(Purpose.DOCUMENT, "uses", *rests_on)
    return lambda account: None if state is None else state.uses(account.name, basis)
