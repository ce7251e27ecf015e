"""What a report may say of a letter: where it is, and nothing of it."""

from mailcheck.model import Item, MessageRef


def place_of(message: MessageRef) -> Item:
    """Return where a letter is."""
    return Item(message.folder, message.uidvalidity, message.uid, message.stored)
