"""Where a member looks who has to look for themselves."""

from mailcheck.model import Missing, Role, Status
from mailcheck.model.use import TraceLook
from mailcheck.rules.no_forwarding import no_forwarding
from mailcheck.rules.not_shared_mailbox import not_shared_mailbox
from mailcheck.rules.own_look import AT_ANY_PROVIDER, at_access, at_forwarding, steps_for
from mailcheck.settings import load_providers
from tests.factories import account, evidence, home, policy, seen, sharing

GMAIL = next(each for each in load_providers() if each.id == "gmail")
YAHOO = next(each for each in load_providers() if each.id == "yahoo")
WORK = account(address="anna@gmail.com", provider=GMAIL, provider_by_domain=True)
HOME = home(address="anna@yahoo.com", provider=YAHOO, provider_by_domain=True)
SILENT = Missing("It does not show them.", "sieve-not-offered")


def test_the_steps_are_those_of_the_provider():
    """In one breath; nothing for a provider that is not known."""
    assert at_forwarding(WORK) == " ".join(GMAIL.forwarding_steps)
    assert at_access(WORK) == " ".join(GMAIL.access_steps)
    assert (at_forwarding(account()), at_access(account())) == ("", "")


def test_forwarding_is_looked_at_on_both_sides_and_access_at_the_practice_alone():
    """Who has access to the home account is not asked."""
    both = (WORK, HOME, account("other"))
    assert steps_for(both, only_if="forwarding-hidden") == {
        "Gmail": GMAIL.forwarding_steps,
        "Yahoo Mail": YAHOO.forwarding_steps,
        "the provider of other": AT_ANY_PROVIDER["forwarding-hidden"],
    }
    assert steps_for(both, only_if="access-hidden") == {
        "Gmail": GMAIL.access_steps,
        "the provider of other": AT_ANY_PROVIDER["access-hidden"],
    }
    assert steps_for(both, only_if="access-granted") == {}
    assert HOME.role is Role.PERSONAL


def test_a_hidden_list_of_readers_comes_with_the_way_to_it():
    """And with how to say what was found."""
    (answer,) = not_shared_mailbox(evidence(seen(WORK, sharing=sharing(shows_rights=False))), policy())
    assert answer.status is Status.ATTENTION
    assert answer.remedy == f"{' '.join(GMAIL.access_steps)} Then say what you found: `mailcheck declare`."


def test_hidden_mail_rules_come_with_the_way_to_them():
    """The test letter first, since it measures."""
    looks = {"traces": TraceLook(20), "scripts": SILENT}
    (answer,) = no_forwarding(evidence(seen(WORK, **looks), seen(HOME, **looks)), policy())
    assert answer.status is Status.ATTENTION
    assert answer.remedy == (
        "Send the test letter, which shows it for certain: `mailcheck letter`. Or look for yourself. "
        f"{' '.join(GMAIL.forwarding_steps)} Then say what you found: `mailcheck declare`."
    )
