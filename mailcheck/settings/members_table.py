"""The shape of a list of members. Imported only when one is read."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from mailcheck.settings.schema import Text, checked_label
from mailcheck.settings.table import Table


class MemberEntry(Table):
    """One `[[member]]` of a list of members."""

    label: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(checked_label)] = Field(
        description='Write a neutral label such as "mailbox 1"; neither a name nor an address, because lists show it.'
    )
    settings: Text = Field(description="Write the path of this member's own settings file.")
    notice: date | None = Field(
        None, description="Write the day on which the member was told of the check, such as 2026-11-22."
    )


class MembersFile(Table):
    """A whole list of members."""

    member: list[MemberEntry] = Field(min_length=1, description="Begin each member with [[member]], in two brackets.")
