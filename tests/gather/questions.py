"""What a run wants to know of some accounts."""

from mailcheck.gather.keys import Keys
from mailcheck.gather.visit import Question
from mailcheck.model import Account, Said
from mailcheck.protection import judge_protection
from tests.factories import NOW, SINCE
from tests.gather.headers import KEYS, recogniser


def question(*accounts: Account, **given) -> Question:
    """Return the question of a run about accounts that are recognised, under one key."""
    usual = {
        "now": NOW,
        "since": SINCE,
        "said": Said(),
        "keys": KEYS,
        "run_keys": Keys.random(),
        "judge": judge_protection,
    }
    recognisers = {each.name: recogniser(each) for each in accounts}
    return Question(**usual, others=accounts, recognisers=recognisers, **given)
