"""An institute's signed policy: unsigned, changed, foreign or older ones are refused; the last one is remembered."""

from datetime import date

import pytest

from mailcheck.errors import SettingsError
from mailcheck.parse.institute import POLICY, SignedPolicy
from mailcheck.parse.sealed import public_of, seal
from mailcheck.settings import load_settings, shipped

SEED, OTHER = bytes(range(32)), bytes(range(1, 33))
TEXT = shipped("policy.toml")
ACCOUNT = """
[[account]]
name = "practice"
role = "professional"
address = "anna@practice.example"
host = "imap.practice.example"
secret = "prompt"
"""


def signed(serial, text=TEXT, seed=SEED):
    """A signed policy."""
    return seal(SignedPolicy(serial=serial, signed=date(2026, 11, 28), policy=text).payload(), seed, kind=POLICY)


@pytest.fixture
def member(tmp_path):
    """Settings that pin the institute's key; called with the file's content, they are read."""

    def read(content, *, key=None, extra="", where="policy.jws"):
        if content is not None:
            (tmp_path / "policy.jws").write_text(content)
        line = f'key = "{public_of(SEED) if key is None else key}"\n'
        (tmp_path / "mailcheck.toml").write_text(f'{ACCOUNT}\n[policy]\nsigned = "{where}"\n{line}{extra}')
        return load_settings(tmp_path / "mailcheck.toml", environ={"MAILCHECK_DATA": str(tmp_path / "data")})

    return read


def refused(member, content, **given):
    """Return why a policy is refused."""
    with pytest.raises(SettingsError) as why:
        member(content, **given)
    return "\n".join(map(str, why.value.problems))


def test_a_signed_policy_is_judged_by(member):
    """With its number."""
    changed = TEXT.replace('version = "1"', 'version = "7"').replace("days_to_sort = 14", "days_to_sort = 3")
    policy = member(signed(4, changed)).policy
    assert (policy.version, policy.serial) == ("7", 4)
    assert policy.rules["protected-attachments"].options["days_to_sort"] == 3


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (TEXT, "is not signed."),
        ("", "is not signed."),
        (signed(1)[:-20], "is not signed|was changed or cut short"),
        (signed(1, seed=OTHER), "another key"),
        (seal(b"{}", SEED, kind=POLICY), "does not know"),
        (seal(b"{}", SEED, kind="mailcheck-attestation"), "is not signed."),
        (signed(1).replace(".eyJ", ".eyK", 1), "was changed or cut short"),
    ],
)
def test_anything_else_is_refused(member, content, why):
    """And nothing is judged by it."""
    import re

    assert re.search(why, refused(member, content))


def test_a_policy_that_was_rolled_back_is_refused(member):
    """The one that was used last is remembered, though the settings are read anew; a newer one is taken."""
    member(signed(5))
    assert "is number 4, older than number 5" in refused(member, signed(4))
    assert member(signed(6)).policy.serial == 6
    assert "older than number 6" in refused(member, signed(5))


def test_two_policies_with_one_number_are_refused(member):
    """Each has a number of its own."""
    member(signed(5))
    member(signed(5))
    assert "carries the same number" in refused(member, signed(5, TEXT.replace('version = "1"', 'version = "2"')))


def test_a_policy_with_mistakes_is_told(member):
    """By its place in the signed text."""
    assert "signed policy 1" in refused(member, signed(1, TEXT.replace('basis = "reading"', 'basis = "guess"', 1)))


@pytest.mark.parametrize("key", ["", "x", "x" * 43 + "=", "€" * 43])
def test_without_a_key_nothing_is_believed(member, key):
    """Somebody has to be named whose signature counts."""
    assert "policy.key" in refused(member, signed(1), key=key)


@pytest.mark.parametrize("where", ["http://institute.example/policy.jws", "ftp://x/policy"])
def test_only_https_is_fetched_from(member, where):
    """Anything else could be changed on the way, or says where nobody should look."""
    assert "policy.signed" in refused(member, signed(1), where=where)


def test_before_it_was_fetched_that_is_said(member):
    """With what to do."""
    assert "mailcheck policy --update" in refused(member, None, where="https://institute.example/policy.jws")


def test_what_the_institute_decides_a_member_does_not(member):
    """But may ask for more looks."""
    told = refused(member, signed(1), extra="[policy.rules.no-forwarding]\nenabled = false\n")
    assert "cannot stand beside your institute's signed policy" in told
    told = refused(member, signed(1), extra="[policy.decisions]\ndays-to-sort = 90\n")
    assert "decisions" in told
    policy = member(signed(1), extra="[policy.rules.separate-correspondents]\nenabled = true\n").policy
    assert policy.rules["separate-correspondents"].is_enabled


def test_severities_intervals_wording_contact_and_client_ids_are_the_institutes(member):
    """Everything that an institute may want to say."""
    text = TEXT.replace("# contact = ", "contact = ").replace(
        "[rules.sent-coverage]", '[client_ids]\nmicrosoft = "abc"\n\n[rules.sent-coverage]\nat_worst = "attention"'
    )
    text = text.replace("every_days = 7", "every_days = 30")
    policy = member(signed(1, text)).policy
    assert policy.contact.startswith("Questions about this policy")
    assert policy.client_ids == {"microsoft": "abc"}
    assert policy.attesting.every_days == 30
    assert policy.rules["sent-coverage"].at_worst == "attention"
