"""The one place where the failure of an account, or of one look at it, is held."""

import logging
from collections.abc import Callable
from typing import TypeVar

from mailcheck.errors import AccountProblem, Cancelled, SecretError, where_raised
from mailcheck.model import Missing

logger = logging.getLogger("mailcheck")

T = TypeVar("T")


def contained(look: Callable[[], T]) -> T | Missing:
    """Return what `look` finds, or why it could not. Raises Cancelled only.

    An error we did not expect names its kind only; its text might quote a letter.
    """
    try:
        return look()
    except Cancelled:
        raise
    except AccountProblem as problem:
        return Missing.of(problem)
    except SecretError as problem:
        retry = "later" if problem.key == "store-locked" else problem.retry
        return Missing(str(problem), problem.key, retry, problem.said)
    except Exception as error:  # noqa: BLE001 - containment: one broken look does not take the account down
        logger.debug("an account could not be looked at: %s", where_raised(error))
        why = f"mailcheck stumbled here ({type(error).__name__}). That is our fault, not yours; please report it."
        return Missing(why, "internal", "later")
