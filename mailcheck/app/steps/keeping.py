"""Where a secret is kept once it works, and the answers that stand in for looking."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from mailcheck.app.questions import Ask, declared
from mailcheck.app.steps.plan import Progress
from mailcheck.errors import SecretError, SettingsError
from mailcheck.gather.keyring_store import StoreRefused, ask_keyring, tell_keyring
from mailcheck.gather.oauth.kept import IN_MEMORY, SignIns
from mailcheck.gather.secret import Password
from mailcheck.settings import load_policy, load_said, load_settings, record_declaration, record_since
from mailcheck.settings.replacing import write_privately

if TYPE_CHECKING:
    from mailcheck.app.steps.work import Walk
    from mailcheck.gather.oauth.service import Granted

IN_STORE = "The password is kept in your computer's own password store."
NOWHERE = "The password is kept nowhere: mailcheck asks you for it each time."
IN_FILE = "The password is kept in a file that only you can read: {path}"
NO_STORE = "This computer has no password store that mailcheck can use."
FORGETFUL = "The password store of this computer did not keep the password."


def keep_password(walk: "Walk", progress: Progress, secret: Password) -> Progress:
    """Keep a password that works in the system's store; where there is none, ask where else."""
    name = progress.draft.name
    walk.held[name] = secret
    if progress.shared:
        return finish(walk, progress, "prompt", NOWHERE, is_kept=False)
    why = _refused(walk, name, secret)
    if why:
        return progress.drafted(trouble=(why,)).to("where")
    return finish(walk, progress, "keyring", IN_STORE, is_kept=True)


def _refused(walk: "Walk", name: str, secret: Password) -> str:
    """Put a password into the store, and return why it did not keep it; empty if it did."""
    store = walk.outside.keyring()
    try:
        tell_keyring(store, name, secret.value)
        return "" if ask_keyring(store, name) == secret.value else FORGETFUL
    except StoreRefused as refused:
        return NO_STORE if refused.key == "store-none" else refused.text


def elsewhere(walk: "Walk", progress: Progress, *, in_file: bool) -> Progress:
    """Keep a password in a file of the member's own, or nowhere."""
    secret = walk.held.get(progress.draft.name)
    if secret is None:  # somebody came back another day, and nothing was kept in between
        return progress.to("secret")
    if not in_file:
        return finish(walk, progress, "prompt", NOWHERE, is_kept=False)
    path = _file(walk, progress.draft.name)
    write_privately(path, secret.value + "\n")
    return finish(walk, progress, f"file:{path}", IN_FILE.format(path=path), is_kept=True)


def _file(walk: "Walk", name: str) -> Path:
    return walk.data_folder / "passwords" / f"{sha256(name.encode()).hexdigest()[:16]}.password"


def keep_sign_in(walk: "Walk", progress: Progress, granted: "Granted") -> Progress:
    """Keep what renews a sign-in that works."""
    sign_ins = SignIns(walk.data_folder, walk.outside.keyring, walk.facts.issuers, is_kept=not progress.shared)
    try:
        where = sign_ins.keep(progress.draft.name, granted)
    except (SecretError, SettingsError) as problem:
        where = f"{problem.problems[0].what} {IN_MEMORY}"
    is_kept = where != IN_MEMORY and not where.endswith(IN_MEMORY)
    return finish(walk, progress, f"oauth:{progress.draft.issuer}", where, is_kept=is_kept)


def finish(walk: "Walk", progress: Progress, secret: str, kept: str, *, is_kept: bool) -> Progress:
    """Write an account that works into the settings. Raises SettingsError."""
    done = progress.drafted(kept=kept, is_kept=is_kept, is_done=True, is_declared=False, trouble=())
    walk.write(done, secret)
    if load_said(walk.said_path).since is None:
        record_since(walk.said_path, walk.today())
    return done.to("signed-in")


def declare(walk: "Walk", id_: str, *, is_so: bool) -> None:
    """Write down an answer that stands in for looking."""
    try:
        settings = load_settings(walk.path)
        policy, member = settings.policy, settings.member
    except SettingsError:
        policy, member = load_policy(), ""
    asked = next((each for each in policy.declarations if each.id == id_), None)
    if asked is None:
        return
    answer = declared(asked, {Ask.QUESTION: "yes" if is_so else "no"}, by=str(member), today=walk.today())
    if answer is not None:
        record_declaration(walk.said_path, answer)
