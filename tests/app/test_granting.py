"""An exception that the institute signed: the only thing that lifts a finding altogether."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailcheck.app.cli import main
from mailcheck.attestation.key import member_key, own_fingerprint
from mailcheck.audit.verdicts import judge
from mailcheck.gather.credentials import Secrets
from mailcheck.model import Excepted, Policy, RulePolicy, Status
from mailcheck.parse.sealed import public_of
from mailcheck.roster.signing import sign_exception
from mailcheck.rules import outcome, rule
from mailcheck.settings import load_said, load_settings
from tests.factories import evidence, seen
from tests.settings.test_signed_policy import ACCOUNT, OTHER, SEED

KEY = bytes(32)


@rule
def not_joint_address(evidence, policy):
    """Nobody else uses the address.

    Why: a joint address is read by two.
    """
    yield outcome(Status.NOT_MET, "practice", "It is used jointly.")


POLICY = Policy("p", "1", "", date(2026, 11, 1), (), {"not-joint-address": RulePolicy("not-joint-address", "MIP-KB-3")})


def finding(said, today=None):
    """Return how the finding counts with what was said."""
    today = today or date.today()
    made = evidence(seen(), said=said)
    made = replace(made, now=made.now.replace(year=today.year, month=today.month, day=today.day))
    (found,) = judge(made, POLICY, [not_joint_address], installation_key=KEY)
    return found


@pytest.fixture
def member(tmp_path, monkeypatch):
    """A member whose settings name the institute's key."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    path = tmp_path / "mailcheck.toml"
    path.write_text(f'{ACCOUNT}\n[policy]\nkey = "{public_of(SEED)}"\n')
    return path


def signed(member, seed=SEED, **given):
    """Write a signed exception for the member's finding to a file."""
    settings = load_settings(member)
    own = own_fingerprint(Secrets(settings.data_folder).own_key(member_key(settings)))
    values = {
        "rule": "not-joint-address",
        "reason": "agreed-with-institute",
        "today": date.today(),
        "until": date.today() + timedelta(days=90),
        **given,
    }
    file = member.with_name("exception.jws")
    whose = values.pop("whose", own)
    file.write_text(sign_exception(whose, [finding(load_settings(member).said).id], seed, **values) + "\n")
    return file


def take(member, file):
    """Run `mailcheck except --from`."""
    return main(["except", "--from", str(file), "--config", str(member)])


def test_a_members_own_exception_asks_for_attention(member):
    """It says so, and lifts nothing altogether."""
    name = finding(load_settings(member).said).id
    today = date.today()
    said = replace(load_settings(member).said, exceptions=(Excepted((name,), "x", today, today),))
    found = finding(said)
    assert (found.status, found.exception.by_institute) == (Status.ATTENTION, False)


def test_the_institutes_exception_makes_it_not_applicable(member):
    """Until its last day."""
    assert take(member, signed(member)) == 0
    said = load_settings(member).said
    found = finding(said)
    assert (found.status, found.exception.by_institute) == (Status.NOT_APPLICABLE, True)
    assert finding(said, date.today() + timedelta(days=91)).status is Status.NOT_MET


def test_taken_twice_it_is_written_once(member):
    """As it came."""
    file = signed(member)
    take(member, file)
    take(member, file)
    assert len(load_said(member.with_name("said.toml")).granted) == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [({"seed": OTHER}, "another key"), ({"whose": own_fingerprint(OTHER)}, "for another member")],
)
def test_one_that_is_not_for_this_member_is_refused(member, capsys, given, why):
    """Or not signed by the institute."""
    assert take(member, signed(member, **given)) == 3
    assert why in " ".join(capsys.readouterr().err.split())
    assert load_settings(member).said.granted == ()


@pytest.mark.parametrize("content", ["", "rubbish", "a.b.c"])
def test_rubbish_is_refused(member, capsys, content):
    """In plain words."""
    file = member.with_name("x.jws")
    file.write_text(content)
    assert take(member, file) == 3
    assert "no signed exception" in capsys.readouterr().err


def test_what_somebody_writes_into_said_counts_only_as_it_was_signed(member):
    """The signature decides, not the lines beside it."""
    take(member, signed(member))
    said = member.with_name("said.toml")
    text = said.read_text()
    said.write_text(text.replace("not-joint-address", "no-forwarding"))
    assert load_settings(member).said.granted[0].rule == "not-joint-address"
    seal = load_said(said).granted[0].seal
    said.write_text(text.replace(seal, seal[:-6] + "AAAAAA"))
    assert load_settings(member).said.granted == ()
    assert finding(load_settings(member).said).status is Status.NOT_MET


def test_without_the_institutes_key_nothing_counts(member, capsys):
    """Somebody has to be named."""
    file = signed(member)
    take(member, file)
    member.write_text(ACCOUNT)
    assert load_settings(member).said.granted == ()
    assert take(member, file) == 3
    assert "whose signature counts" in " ".join(capsys.readouterr().err.split())


def test_the_institute_signs_on_its_own_computer(tmp_path, monkeypatch, capsys):
    """Key, policy and exception; the number goes up by itself; an exception needs a confirmed key."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    from mailcheck.settings import shipped

    (tmp_path / "policy.toml").write_text(shipped("policy.toml"))
    assert main(["roster", "key"]) == 0
    key = json.loads(capsys.readouterr().out.split("=")[1])
    out = tmp_path / "policy.jws"
    for _ in range(2):
        assert main(["roster", "sign-policy", str(tmp_path / "policy.toml"), "--output", str(out)]) == 0
    (tmp_path / "mailcheck.toml").write_text(f'{ACCOUNT}\n[policy]\nsigned = "policy.jws"\nkey = "{key}"\n')
    assert load_settings(tmp_path / "mailcheck.toml").policy.serial == 2
    main(["roster", "invite", "anna@practice.example"])
    capsys.readouterr()
    common = ["--reason", "agreed-with-institute", "--until", str(date.today()), "--output", str(tmp_path / "e.jws")]
    assert main(["roster", "sign-exception", "1", "a" * 12, "--rule", "not-joint-address", *common]) == 3
    assert "not confirmed in a call" in " ".join(capsys.readouterr().err.split())
    assert main(["roster", "sign-exception", "1", "a" * 12, "--rule", "nothing", *common]) == 3
    assert "no rule of the policy" in capsys.readouterr().err


def test_a_policy_with_mistakes_is_not_signed(tmp_path, monkeypatch, capsys):
    """Members would all be refused it."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    (tmp_path / "policy.toml").write_text("schema = 1\n")
    out = tmp_path / "policy.jws"
    assert main(["roster", "sign-policy", str(tmp_path / "policy.toml"), "--output", str(out)]) == 3
    assert "is missing" in capsys.readouterr().err
    assert not out.exists()
