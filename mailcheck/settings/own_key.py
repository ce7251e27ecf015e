"""Under which of mailcheck's own keys the answers in said.toml hold."""

from pathlib import Path

from mailcheck.settings.said import open_document, write_document


def record_own_key(path: Path, mark: str) -> None:
    """Write down the mark by which the key is known again. Raises SettingsError if that is not possible."""
    document = open_document(path)
    document["key"] = mark
    write_document(path, document)
