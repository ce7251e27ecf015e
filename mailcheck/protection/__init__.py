"""Whether opening a document needs a secret. One file per family of formats; judged by content, never by extension.

Headers only: nothing is extracted to disk or executed, and nothing is decrypted but for trying the empty password
and passwords that are built into programs and so publicly known.

A format is one function from a seekable binary file to `Protection`, marked with `@format`. It may raise whatever its
library raises on a bad file: `judge_protection` turns that into `unreadable`, in one place. To say why, it raises
`CannotTell("in plain words")`.

Many formats are ZIP archives with a certain content (OpenDocument, OOXML, EPUB, iWork). Such a one is a function from
`Package` and `Look` to `Protection`, marked with `@package` instead of `@format`; the ZIP format reads the directory
and asks it. An archive with a password of its own on any entry is judged as a ZIP and never gets there.
"""

from mailcheck.protection.judge import Sample, begins_with, format, judge_protection  # noqa: A004 - the mark's name in the design
from mailcheck.protection.look import CannotTell, Limits, Look, OverLimit, contain
from mailcheck.protection.package import Package, package

VERDICTS = 8
"""Raised whenever a format judges otherwise than before: what earlier runs found is then judged anew."""

__all__ = [
    "VERDICTS",
    "CannotTell",
    "Limits",
    "Look",
    "OverLimit",
    "Package",
    "Sample",
    "begins_with",
    "contain",
    "format",
    "judge_protection",
    "package",
]
