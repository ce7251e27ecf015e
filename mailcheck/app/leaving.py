"""`mailcheck leave`: removes everything that mailcheck keeps here, and says where permissions are taken back."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mailcheck.model import Account
    from mailcheck.settings import AccountSettings, Settings

CONFIG = click.option(
    "--config", type=click.Path(path_type=Path, dir_okay=False), help="The settings file, if not the usual."
)
ASKED = """\
This takes out of this computer: the nightly run, the passwords and sign-ins of your accounts, and everything that \
mailcheck found. Nothing in your mailboxes is touched."""
UNUSED = "The key that signs attestations, though none was ever written, is"
ALL_GOES = (
    " Your settings, your own answers, the copy of your institute's policy, your attestations and the key that signs "
    "them go too."
)
STAYS = """\
Your settings and your own answers are still here, in case you come back: {folder}. `mailcheck leave --all` removes \
them too."""
TAKE_BACK = (
    "Take back the password that you made for mailcheck, where you made it{where}. An everyday password that you used "
    "is best changed."
)


@click.command()
@click.option(
    "--all", "everything", is_flag=True, help="Remove the settings, your own answers and your attestations as well."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@CONFIG
def leave(everything: bool, yes: bool, config: Path | None) -> int:
    """Remove mailcheck's traces from this computer, and say where to take back what you allowed it."""
    from mailcheck.app.saying import say
    from mailcheck.errors import SettingsError
    from mailcheck.settings import load_settings, usual_settings_path

    say(ASKED + (ALL_GOES if everything else ""))
    if not yes and not click.confirm("Do it?"):
        say("Nothing was changed.")
        return 0
    path = config.expanduser().absolute() if config else usual_settings_path()
    try:
        settings: Settings | None = load_settings(path)
    except SettingsError:
        settings = None  # what can be removed without them is removed all the same
    for line in _left(path, settings, everything=everything):
        say(line)
    return 0


def _left(path: Path, settings: "Settings | None", *, everything: bool) -> Iterator[str]:
    yield from _without_night(path)
    accounts = settings.accounts if settings else ()
    for each in accounts:
        yield from forget_secrets(settings, each) if settings else ()
    yield from _without_traces(path, settings)
    if settings:
        yield from _attestations(settings, everything=everything)
    if everything:
        _without_settings(path, settings)
        yield "- Your settings and answers: removed."
    elif path.exists():
        yield "- " + STAYS.format(folder=path.parent)
    revoked = [line for each in accounts for line in revoking(each.account)]
    if revoked:
        yield "\nWhat mailcheck cannot do for you:"
        yield from revoked
    yield "\nTo remove the programme itself: `pipx uninstall mailcheck-boundary`, or delete the folder it is in."


def _without_settings(path: Path, settings: "Settings | None") -> None:
    """Remove what a person wrote and said, and the copy of the institute's policy; no folder of ours stays empty."""
    from mailcheck.settings import default_data_folder
    from mailcheck.settings.folders import default_settings_path

    for name in ("mailcheck.toml", "said.toml", "setup.json", path.name):
        path.with_name(name).unlink(missing_ok=True)
    data = settings.data_folder if settings else default_data_folder()
    if not any(data.glob("state*")):  # the copy keeps an older policy out, for everybody whose settings use it
        for copy in (*data.glob("policy-*.jws"), *data.glob(".policy-*")):
            copy.unlink(missing_ok=True)
    for folder in {data, default_settings_path().parent}:
        with suppress(OSError):  # it is not empty, or not there
            folder.rmdir()


def _without_night(path: Path) -> Iterator[str]:
    from mailcheck.app import schedule
    from mailcheck.app.menu_entry import remove_entry
    from mailcheck.errors import UserError

    try:
        was_there = schedule.remove(path)
        yield "- The nightly run: switched off." if was_there else "- The nightly run: there was none."
    except UserError as problem:
        yield f"- The nightly run could not be switched off: {problem}"
    if remove_entry():
        yield "- The entry in the menu: removed."


def forget_secrets(settings: "Settings", each: "AccountSettings") -> Iterator[str]:
    """Take an account's password and sign-in out of every place that is mailcheck's own, and say so."""
    from mailcheck.gather.credentials import Secrets
    from mailcheck.gather.keyring_store import StoreRefused, ask_keyring, erase_in_keyring, system_keyring
    from mailcheck.settings import InFile

    name = each.account.name
    store = system_keyring()
    try:
        if ask_keyring(store, name) is not None:
            erase_in_keyring(store, name)
            yield f"- The password of {name}: out of the password store."
        if Secrets.of(settings).sign_ins.forget(name):
            yield f"- The sign-in of {name}: forgotten."
    except StoreRefused as refused:
        if refused.key != "store-none":
            yield f"- The password of {name} may still be in the password store: {refused.text}"
    if isinstance(each.secret, InFile) and each.secret.path.is_relative_to(settings.data_folder):
        each.secret.path.unlink(missing_ok=True)
        yield f"- The file with the password of {name}: removed."


def _without_traces(path: Path, settings: "Settings | None") -> Iterator[str]:
    """Remove what was measured under these settings, and the key to it where no other settings use it."""
    from mailcheck.gather.installation_key import INSTALLATION, USER
    from mailcheck.settings import default_data_folder
    from mailcheck.settings.folders import state_path_of

    folder = settings.data_folder if settings else default_data_folder()
    state = state_path_of(path, folder)
    gone = [each for each in folder.glob(f"{state.name}*") if each.is_file()]
    others = [each for each in folder.glob("state*") if each not in gone]
    if not others:
        gone += [each for each in (folder / INSTALLATION.file,) if each.exists()]
        _out_of_store(USER)
    for each in gone:
        each.unlink(missing_ok=True)
    for each in (folder / "sign-ins", folder / "passwords", folder):
        if each.is_dir() and not any(each.iterdir()):
            each.rmdir()
    yield f"- What mailcheck found: {'removed' if gone else 'there was nothing'} ({folder})."


def _attestations(settings: "Settings", *, everything: bool) -> Iterator[str]:
    """Remove the attestations that were written, and the key that signed them; without `everything`, say they stay."""
    import shutil

    from mailcheck.attestation.chain import chain_folder
    from mailcheck.attestation.key import member_key

    chain, key = chain_folder(settings), member_key(settings)
    file = settings.data_folder / key.file
    if not (chain.exists() or file.exists()):
        return
    if not everything:
        what = "Your attestations, and the key that signed them, are" if chain.exists() else UNUSED
        yield f"- {what} still here: {settings.data_folder}."
        return
    told = "Your attestations, and the key that signed them: removed. Your supervisor still has what you sent."
    told = told if chain.exists() else "The key that signs attestations: removed. None was ever written."
    shutil.rmtree(chain, ignore_errors=True)
    file.unlink(missing_ok=True)
    _out_of_store(key.user)
    yield f"- {told}"


def _out_of_store(user: str) -> None:
    from mailcheck.gather.keyring_store import StoreRefused, ask_keyring, erase_in_keyring, system_keyring

    with suppress(StoreRefused):
        store = system_keyring()
        if ask_keyring(store, user) is not None:
            erase_in_keyring(store, user)


def revoking(account: "Account") -> Iterable[str]:
    """Yield where the member takes back what an account's provider was told to allow."""
    provider = account.provider
    if provider is not None and provider.revoke:
        return [f"- {account.name}: {step}" for step in provider.revoke]
    where = f" ({provider.help})" if provider and provider.help else ""
    return [f"- {account.name}: {TAKE_BACK.format(where=where)}"]
