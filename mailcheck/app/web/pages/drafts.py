"""Before you send: a look into Drafts."""

from functools import partial
from typing import TYPE_CHECKING

from mailcheck.app.names import NOTICE
from mailcheck.app.web.asked import Answer, Asked, Shown
from mailcheck.app.web.desk import Desk
from mailcheck.app.web.own_screen import may_see_names
from mailcheck.app.web.pages.files import word_of
from mailcheck.errors import AccountProblem

if TYPE_CHECKING:
    from mailcheck.gather.drafts import Draft
    from mailcheck.model import Missing
    from mailcheck.settings import Settings


def drafts(desk: Desk, asked: Asked) -> Answer:
    """Look into Drafts, read-only, for letters that are about to be sent with something open."""
    settings = desk.settings()
    if not may_see_names(desk, settings, asked.form.one("own_log_in")):
        return Shown("not_here.html", {"here": "/file"})
    looked = [
        (each.account.name, *_told(_drafts_of(desk, settings, each.account.name)))
        for each in settings.accounts
        if each.account.role.is_professional
    ]
    return Shown("drafts.html", {"here": "/file", "looked": looked, "NOTICE": NOTICE, "word_of": word_of})


def _told(found: "tuple[Draft, ...] | Missing") -> "tuple[tuple[Draft, ...], str]":
    return (found, "") if isinstance(found, tuple) else ((), found.reason)


def _drafts_of(desk: Desk, settings: "Settings", name: str) -> "tuple[Draft, ...] | Missing":
    from mailcheck.gather.drafts import look_into_drafts
    from mailcheck.gather.keys import Keys
    from mailcheck.model import Missing
    from mailcheck.protection import judge_protection

    account = next(each.account for each in settings.accounts if each.account.name == name)
    keys = Keys(desk.keeper(settings).installation_key())
    try:
        mailbox = desk.opener(settings)(account)
    except AccountProblem as problem:
        return Missing.of(problem)
    try:
        judge = partial(judge_protection, plugins=settings.plugins)
        return look_into_drafts(mailbox, account, keys=keys, judge=judge, said=settings.said)
    finally:
        mailbox.close()
