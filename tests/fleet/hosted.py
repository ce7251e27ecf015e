"""Members whose mailboxes are on one Dovecot, each with settings of their own and a line in the list."""

from datetime import date
from pathlib import Path

from mailcheck.settings import Member, load_members
from tests.whole.mailboxes import letter, settings

NOTICE = date(2026, 11, 2)


def with_open_document(name: str):
    """A letter that carries a document which anybody can open."""
    made = letter(name, sender="anna@practice.example", to=f"{name.replace(' ', '-')}@elsewhere.example")
    made.add_attachment(b"a,b\r\n1,2\r\n" * 20, maintype="text", subtype="csv", filename="canaryzq.csv")
    return made


def list_of(folder: Path, dovecot, users, *, notice: date | None = NOTICE) -> tuple[Member, ...]:
    """Write each user's settings and the list of them, and read the list."""
    lines = []
    for number, user in enumerate(users, start=1):
        (folder / user).mkdir(parents=True)
        settings(folder / user, dovecot, user, None)
        day = f"notice = {notice}\n" if notice else ""
        lines.append(f'[[member]]\nlabel = "mailbox {number}"\nsettings = "{user}/mailcheck.toml"\n{day}')
    (folder / "members.toml").write_text("\n".join(lines))
    return load_members(folder / "members.toml")
