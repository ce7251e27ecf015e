"""Looks for the letters that a member sends from each device, to see that a copy of each lands in the Sent folder."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from mailcheck.gather.letter import Sighting, look_for_letter
from mailcheck.gather.mailbox import Mailbox
from mailcheck.model.invitation import DeviceLetter
from mailcheck.parse.recognise import Recogniser


def look_for_devices(
    devices: Iterable[DeviceLetter], mailbox: Mailbox, recognise: Recogniser, today: date
) -> tuple[DeviceLetter, ...]:
    """Return the letters of the devices, each that is in a sent folder with the day on which it was seen there.

    Never raises for the sake of the account: a letter that could not be looked for stays as it was.
    """

    def looked(letter: DeviceLetter) -> DeviceLetter:
        if letter.seen is not None:
            return letter
        found = look_for_letter(mailbox, recognise, letter.code)
        return replace(letter, seen=today) if isinstance(found, Sighting) and found.was_sent_here else letter

    return tuple(map(looked, devices))
