"""A draft is shown, and only then signed; the chain goes on, and a lost key shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailcheck.attestation.chain import chain_folder, digest, last_of
from mailcheck.attestation.draft import file_name, make_draft, sign
from mailcheck.attestation.key import in_words, member_key, own_fingerprint
from mailcheck.errors import SecretError, UserError
from mailcheck.gather.credentials import Secrets
from mailcheck.model import PolicyName
from mailcheck.parse.attested import read_attestation
from mailcheck.report.json_v1 import json_v1
from mailcheck.settings import load_settings
from mailcheck.state import State
from tests.attestation.factories import SEED
from tests.report.sample import REPORT

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
SETTINGS = """
[member]
name = "Anna Smith"
[[account]]
name = "practice"
role = "professional"
address = "anna@practice.example"
host = "imap.practice.example"
secret = "prompt"
"""


class NoStore:
    """A computer without a password store."""

    def get_password(self, service_name, username):
        raise RuntimeError

    set_password = get_password


@pytest.fixture
def place(tmp_path):
    """Settings with one kept report, and the keeper of keys."""
    path = tmp_path / "mailcheck.toml"
    path.write_text(SETTINGS)
    settings = load_settings(path, environ={"MAILCHECK_DATA": str(tmp_path / "data")})
    name = PolicyName(settings.policy.id, settings.policy.version, "", settings.policy.reviewed)
    with State.open(settings.state_path) as state:
        state.save(json_v1(replace(REPORT, policy=name, finished=NOW)), NOW)
    return settings, Secrets(settings.data_folder, keyring=NoStore())


def test_a_draft_writes_nothing(place):
    """But the key, on first use, for the member alone."""
    settings, keeper = place
    make_draft(settings, keeper, NOW)
    key = settings.data_folder / member_key(settings).file
    assert key.stat().st_mode & 0o077 == 0
    assert not chain_folder(settings).exists()


def test_what_was_shown_is_what_is_signed(place):
    """Octet by octet, and kept for the next."""
    settings, keeper = place
    draft = make_draft(settings, keeper, NOW)
    text = sign(settings, keeper, draft)
    found, sealed = read_attestation(text.encode())
    assert found == draft.attested
    assert sealed.fingerprint == draft.fingerprint
    assert last_of(chain_folder(settings)).digest == digest(text.encode())
    assert file_name(draft).startswith("mailcheck-2026-11-28-")


def test_each_names_the_one_before(place):
    """And a draft that was overtaken is not signed."""
    settings, keeper = place
    first = sign(settings, keeper, make_draft(settings, keeper, NOW))
    second, third = make_draft(settings, keeper, NOW), make_draft(settings, keeper, NOW)
    assert second.attested.previous == digest(first.encode())
    sign(settings, keeper, second)
    with pytest.raises(UserError, match="begin again"):
        sign(settings, keeper, third)


def test_a_lost_key_is_said_and_a_new_one_names_the_old(place):
    """Re-enrolment: the chain goes on, and shows that the key is another."""
    settings, keeper = place
    before = make_draft(settings, keeper, NOW)
    sign(settings, keeper, before)
    (settings.data_folder / member_key(settings).file).write_text("rubbish")
    with pytest.raises(SecretError, match="--new-key"):
        make_draft(settings, keeper, NOW)
    again = make_draft(settings, keeper, NOW, new_key=True)
    assert again.attested.replaces == before.fingerprint != again.fingerprint
    assert again.attested.sequence == 2
    assert sign(settings, keeper, again)


def test_without_a_recent_check_there_is_nothing_to_attest(place):
    """An attestation of a look long ago would mislead."""
    settings, keeper = place
    with pytest.raises(UserError, match="no recent check"):
        make_draft(settings, keeper, NOW + timedelta(days=8))


def test_after_another_policy_the_check_is_made_again(place):
    """The verdicts would be those of the old one."""
    settings, keeper = place
    changed = replace(settings, policy=replace(settings.policy, version="2"))
    with pytest.raises(UserError, match="policy has changed"):
        make_draft(changed, keeper, NOW)


def test_a_damaged_chain_is_told(place):
    """And left alone."""
    settings, keeper = place
    sign(settings, keeper, make_draft(settings, keeper, NOW))
    (chain_folder(settings) / "000001.jws").write_text("rubbish")
    with pytest.raises(UserError, match="cannot be read"):
        make_draft(settings, keeper, NOW)


def test_a_fingerprint_reads_the_same_on_every_computer():
    """Six words; if this fails, the list of words has changed, and members and supervisors could not compare."""
    assert in_words(own_fingerprint(SEED)) == "corroding uncoated broaden entertain phosphate taking"
