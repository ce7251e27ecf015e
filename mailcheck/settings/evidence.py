"""Reads what each piece of evidence is, in words (config/evidence.toml).

The words stand in a file beside the policy's and the providers', and not in a table of the program: they are text for
people, long, read by supervisors and translators, and no verdict depends on them. That file and rules agree is held by
a test, so nothing here has to be guessed from the rules' code. It is no setting: there is one file, the shipped one.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import tomli

from mailcheck.model import Grade
from mailcheck.model.catalogue import Catalogue, EvidenceEntry
from mailcheck.settings.shipped import shipped


@cache
def load_catalogue() -> Catalogue:
    """Return every piece of evidence. The file ships with mailcheck; a test holds it to its schema and to the rules."""
    raw = tomli.loads(shipped("evidence.toml"))
    return Catalogue(raw["groups"], tuple(_entry(table) for table in raw["evidence"]))


def _entry(table: Mapping[str, Any]) -> EvidenceEntry:
    return EvidenceEntry(**{**table, "grade": Grade(table["grade"]), "rules": tuple(table.get("rules", ()))})
