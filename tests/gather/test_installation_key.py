"""The key by which things are recognised from run to run."""

import stat
import sys

import pytest
from keyring.errors import KeyringLocked, NoKeyringError

from mailcheck.errors import Problem, SecretError
from mailcheck.gather.installation_key import OwnKey, installation_key, new_own_key, own_key


class Store:
    """A password store in memory that can be locked, absent or forgetful."""

    def __init__(self, trouble=None, *, forgets=False):
        self.kept, self.trouble, self.forgets = {}, trouble, forgets

    def get_password(self, service_name, username):
        if self.trouble:
            raise self.trouble
        return self.kept.get((service_name, username))

    def set_password(self, service_name, username, password):
        if self.trouble:
            raise self.trouble
        if not self.forgets:
            self.kept[service_name, username] = password


def names(folder):
    return [each.name for each in folder.iterdir()]


def test_the_key_is_made_once_and_kept_in_the_store(tmp_path):
    """The store holds the key; the file only says so."""
    store = Store()

    keys = [installation_key(tmp_path, store) for _ in range(3)]

    assert len(set(keys)) == 1
    assert len(keys[0]) == 32
    assert store.kept == {("mailcheck", "installation key"): keys[0].hex()}
    assert (tmp_path / "installation.key").read_text() == "in the system's password store\n"


@pytest.mark.parametrize("store", [Store(NoKeyringError()), Store(KeyringLocked()), Store(forgets=True)])
def test_without_a_store_to_rely_on_the_key_is_in_a_file(tmp_path, store):
    """A store that is absent, locked or forgetful when the key is made does not get it."""
    folder = tmp_path / "new folder"

    key = installation_key(folder, store)

    assert installation_key(folder, store) == key
    assert names(folder) == ["installation.key"]
    assert (folder / "installation.key").read_text() == key.hex() + "\n"
    if sys.platform != "win32":
        assert stat.S_IMODE((folder / "installation.key").stat().st_mode) == 0o600


def test_a_key_in_a_file_stays_there_when_a_store_appears(tmp_path):
    """The first key is the key: a store that works later does not bring a second one."""
    key = installation_key(tmp_path, Store(NoKeyringError()))

    assert installation_key(tmp_path, Store()) == key


def test_a_store_that_is_locked_tonight_leads_to_no_second_key(tmp_path):
    """A key that exists and cannot be had is said; findings never change their names silently."""
    store = Store()
    key = installation_key(tmp_path, store)

    store.trouble = KeyringLocked("locked")
    with pytest.raises(SecretError, match="locked") as refused:
        installation_key(tmp_path, store)
    store.trouble = None

    assert refused.value.key == "store-locked"
    assert installation_key(tmp_path, store) == key


@pytest.mark.parametrize("content", ["", "not a key", "ab" * 31, "ab" * 33])
def test_a_damaged_key_is_said_and_not_replaced(tmp_path, content):
    """A damaged file is left as it is, and the member is told what to do."""
    file = tmp_path / "installation.key"
    file.write_text(content)

    with pytest.raises(SecretError, match="lost or damaged") as refused:
        installation_key(tmp_path, Store())
    assert refused.value.key == "installation-key"
    assert file.read_text() == content


def test_a_key_that_the_store_lost_is_said(tmp_path):
    """An emptied store is told, because earlier findings will look new."""
    installation_key(tmp_path, Store())

    with pytest.raises(SecretError, match="lost or damaged"):
        installation_key(tmp_path, Store())


def test_two_first_runs_agree_on_one_key(tmp_path):
    """The run that comes second takes the key of the first."""

    class Slow(Store):
        def get_password(self, service_name, username):
            (tmp_path / "installation.key").write_text("cd" * 32)
            raise NoKeyringError

    assert installation_key(tmp_path, Slow()) == bytes.fromhex("cd" * 32)
    assert names(tmp_path) == ["installation.key"]


def test_a_data_folder_that_is_a_file_is_told(tmp_path):
    """What stands in the way is said with a remedy."""
    (tmp_path / "data").write_text("")

    with pytest.raises(SecretError, match="could not be kept") as refused:
        installation_key(tmp_path / "data", Store())
    assert refused.value.problems[0].remedy


OWN = OwnKey("attestation key", "attestation.key", Problem("It is lost.", remedy="Make a new one."))


def test_each_key_has_a_place_of_its_own(tmp_path):
    """In one store and one folder; none is taken for another."""
    store = Store()
    keys = {installation_key(tmp_path, store), own_key(tmp_path, store, OWN)}
    assert len(keys) == 2
    assert set(store.kept) == {("mailcheck", "installation key"), ("mailcheck", "attestation key")}
    assert sorted(names(tmp_path)) == ["attestation.key", "installation.key"]


@pytest.mark.parametrize("store", [Store(), Store(NoKeyringError()), Store(forgets=True)])
def test_a_key_is_made_anew_in_the_place_of_one_that_was_lost(tmp_path, store):
    """Wherever it was kept; from then on it is that one."""
    old = own_key(tmp_path, store, OWN)
    new = new_own_key(tmp_path, store, OWN)
    assert new != old
    assert own_key(tmp_path, store, OWN) == new


def test_a_lost_key_says_what_it_was_for(tmp_path):
    """In its own words."""
    store = Store()
    own_key(tmp_path, store, OWN)
    store.kept.clear()
    with pytest.raises(SecretError, match="Make a new one"):
        own_key(tmp_path, store, OWN)
