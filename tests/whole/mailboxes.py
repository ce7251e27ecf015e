"""Whole mailboxes on a real Dovecot, as the whole-program tests need them."""

import shutil
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from tests.servers import processes
from tests.servers.dovecot import Dovecot


def letter(name: str, *, sender="client@elsewhere.example", to="anna@practice.example", reply=False) -> EmailMessage:
    """A letter known by its name."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, f"Subject of {name}"
    made["Message-ID"] = f"<{name.replace(' ', '-')}@elsewhere.example>"
    if reply:
        made["In-Reply-To"] = f"<before-{name.replace(' ', '-')}@practice.example>"
    made.set_content(f"Words of {name}.\n")
    return made


def letters(prefix: str, count: int) -> list[EmailMessage]:
    """Several letters."""
    return [letter(f"{prefix} {number}") for number in range(count)]


def fill(dovecot: Dovecot, user: str, inbox: Iterable[EmailMessage] = (), sent: Iterable[EmailMessage] = ()) -> None:
    """Put letters into a user's mailbox, as delivered."""
    maildir = dovecot.home(user) / "Maildir"
    for folder, stored in ((maildir, inbox), (maildir / ".Sent", sent)):
        for name in ("cur", "new", "tmp"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        if folder != maildir:
            (folder / "maildirfolder").touch()
        already = len(list((folder / "cur").iterdir()))
        for position, each in enumerate(stored, start=already):
            octets = each.as_bytes().replace(b"\r\n", b"\n")
            (folder / "cur" / f"{1790000000 + position}.M{position}P{len(user)}.host:2,S").write_bytes(octets)
    processes.give_to_mail_user(dovecot.home(user))


def number(dovecot: Dovecot, user: str, uidvalidity: int, guid: str) -> None:
    """Give a user's inbox its UIDVALIDITY and identifier, as if it had been made in that very second."""
    maildir = dovecot.home(user) / "Maildir"
    (maildir / "dovecot-uidlist").write_text(f"3 V{uidvalidity} N1 G{guid}\n")
    processes.give_to_mail_user(maildir)


def alias(dovecot: Dovecot, user: str, of: str) -> None:
    """Let a second log-in open the mailbox of the first."""
    home = dovecot.home(user)
    shutil.rmtree(home, ignore_errors=True)
    home.symlink_to(dovecot.home(of), target_is_directory=True)


def copy(dovecot: Dovecot, user: str, of: str) -> None:
    """Copy a mailbox octet by octet, with everything the server keeps beside it."""
    home = dovecot.home(user)
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(dovecot.home(of), home)
    processes.give_to_mail_user(home)


def settings(
    folder: Path,
    dovecot: Dovecot,
    work: str,
    home: str | None,
    *,
    extra: str = "",
    since="2026-01-01",
    read_words: bool = False,
    addresses: tuple[str, str] = ("anna@practice.example", "anna@home.example"),
) -> Path:
    """Write a settings file for one or two log-ins of a Dovecot; its passwords are in the environment."""

    def account(name: str, role: str, address: str, user: str) -> str:
        return (
            f'[[account]]\nname = "{name}"\nrole = "{role}"\naddress = "{address}"\nhost = "localhost"\n'
            f'port = {dovecot.tls.port}\nuser = "{user}"\nca_file = "{dovecot.tls.ca_file}"\n'
            'secret = "env:MAILCHECK_TEST_PASSWORD"\n'
        )

    check = f"[check]\nsince = {since}\nread_words = {str(read_words).lower()}\n\n"
    text = check + account("practice", "professional", addresses[0], work)
    if home is not None:
        text += account("home", "personal", addresses[1], home)
    path = folder / "mailcheck.toml"
    path.write_text(text + extra)
    return path
