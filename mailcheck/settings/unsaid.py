"""What a person said by mistake (said.toml): take it back, and leave the rest as it is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mailcheck.settings.one_writer import one_writer
from mailcheck.settings.said import open_document, write_document


def take_back_settled(path: Path, finding: str) -> bool:
    """Take back that an incident was put right; False if that was never said."""
    return _take_back(path, "settled", lambda entry: entry["finding"] == finding)


def take_back_exception(path: Path, finding: str) -> bool:
    """Take back an exception, with every finding that it names; False if there is none."""
    return _take_back(path, "exceptions", lambda entry: finding in entry["findings"])


def take_back_copies(path: Path, fingerprint: str) -> bool:
    """Take back an answer for every copy of a document; False if there is none."""
    return _take_back(path, "sorted", lambda entry: entry.get("fingerprint") == fingerprint)


def _take_back(path: Path, name: str, is_meant: Callable[[Any], bool]) -> bool:
    """Remove the entries that are meant, and say whether there were any."""
    with one_writer(path):
        document = open_document(path)
        entries: Any = document.get(name, [])
        meant = [number for number, entry in enumerate(entries) if is_meant(entry)]
        for number in reversed(meant):
            del entries[number]
        if meant:
            if not entries:
                del document[name]
            write_document(path, document)
    return bool(meant)
