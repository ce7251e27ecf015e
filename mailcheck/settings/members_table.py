"""The shape of a list of members. Imported only when one is read."""

from datetime import date

from mailcheck.settings.schema import NAME, TEXT
from mailcheck.settings.table import Table, day, entry, list_of


class MemberEntry(Table):
    """One `[[member]]` of a list of members."""

    label: str = entry(
        NAME, 'Write a neutral label such as "mailbox 1"; neither a name nor an address, because lists show it.'
    )
    settings: str = entry(TEXT, "Write the path of this member's own settings file.")
    notice: date | None = entry(
        day, "Write the day on which the member was told of the check, such as 2026-11-22.", None
    )


class MembersFile(Table):
    """A whole list of members."""

    member: list[MemberEntry] = entry(
        list_of(MemberEntry.read, 1), "Begin each member with [[member]], in two brackets."
    )
