"""Whether opening a document needs a secret. One file per family of formats; judged by content, never by extension.

Headers only: nothing is extracted to disk or executed, and nothing is decrypted but for trying the empty password
and passwords that are built into programs and so publicly known.

A format is one function from a seekable binary file to `Protection`, marked with `@format`. It may raise whatever its
library raises on a bad file: `judge_protection` turns that into `unreadable`, in one place.
"""

from mailcheck.protection.judge import Sample, format, judge_protection  # noqa: A004 - the mark's name in the design
from mailcheck.protection.look import Limits, Look, OverLimit, contain

__all__ = ["Limits", "Look", "OverLimit", "Sample", "contain", "format", "judge_protection"]
