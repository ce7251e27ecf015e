"""A message in words."""

import pytest

from mailcheck.app.nightly.told import Telling
from mailcheck.app.nightly.words import in_words


@pytest.mark.parametrize(
    ("telling", "text"),
    [
        (Telling(new=1, open=1), "1 new thing to look at. To see more: mailcheck check"),
        (
            Telling(new=2, new_not_met=1, open=5),
            "2 new things, 1 of them not met. 5 open in all. To see more: mailcheck check",
        ),
        (Telling(new=1, new_not_met=1, open=1), "1 new thing, not met. To see more: mailcheck check"),
        (Telling(open=3, is_reminder=True), "Still open: 3 things. To see more: mailcheck check"),
        (
            Telling(unseen=1, unseen_days=3, is_new_unseen=True),
            "1 thing could not be looked at for 3 days. That is no fault of yours. To see more: mailcheck check",
        ),
        (Telling(is_cleared=True), "What was found is closed. Thank you."),
        (Telling(is_seen_again=True), "Everything can be looked at again."),
        (Telling(is_attestation_due=True), "Another attestation for your supervisor is due: mailcheck attest."),
        (
            Telling(new=1, open=1, is_attestation_due=True),
            "1 new thing to look at. Another attestation for your supervisor is due: mailcheck attest. "
            "To see more: mailcheck check",
        ),
        (Telling(), "All is working: your accounts are looked at every night. Nothing is open."),
        (
            Telling(open=4),
            "All is working: your accounts are looked at every night. Nothing is new; 4 open. "
            "To see more: mailcheck check",
        ),
    ],
)
def test_a_message_is_short_and_says_what_changed(telling, text):
    """Counts only."""
    message = in_words(telling)
    assert (message.title, message.text) == ("mailcheck", text)


@pytest.mark.parametrize(
    ("telling", "text"),
    [
        (Telling(new=2, new_not_met=1, open=5), "2 new items on your list."),
        (Telling(open=3, is_reminder=True), "Your list still has something on it."),
        (Telling(unseen=1, unseen_days=3, is_new_unseen=True), "Your list could not be brought up to date."),
        (Telling(is_cleared=True), "Your list is up to date."),
        (Telling(is_attestation_due=True), "Something on your list is due."),
        (Telling(), "Your list is up to date."),
    ],
)
def test_on_a_shared_computer_the_words_give_nothing_away(telling, text):
    """Neither mail, nor a check, nor a practice."""
    message = in_words(telling, neutral=True)
    assert (message.title, message.text) == ("Reminder", text)
