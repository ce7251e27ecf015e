"""The shape of a policy file. Imported only when one is read."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field

from mailcheck.settings.table import Table, wrong


def _plain(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, bool | int | str) for item in items):
        raise wrong("should be a number, true or false, words, or a list of words.")
    return value


PlainValue = Annotated[Any, AfterValidator(_plain)]
BasisWord = Literal["clause", "reading", "advice"]

_A_CLAUSE = "Write the id of one of the clauses."
_BASIS = 'Write "clause", "reading" or "advice".'


class ClauseTable(Table):
    """One `[[clause]]`."""

    id: str = Field(min_length=1, description='Write a short id such as "MIP-KB-1".')
    title: str = Field(min_length=1, description="Write a title of a few words.")
    demand: str = Field(min_length=1, description="Write what the clause demands, in a sentence.")
    members: bool = Field(default=True, description="Write false for a clause that is for supervisors only.")


class RuleTable(Table):
    """One `[rules.NAME]`; every key that is not known here is an option of the rule."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, PlainValue]

    clause: str = Field(description=_A_CLAUSE)
    basis: BasisWord = Field("clause", description=_BASIS)
    enabled: bool = Field(default=True, description="Write true or false.")
    at_worst: Literal["not-met", "attention"] = Field("not-met", description='Write "not-met" or "attention".')


class DeclarationTable(Table):
    """One `[[declaration]]`."""

    id: str = Field(min_length=1, description='Write a short id such as "antivirus-current".')
    clause: str = Field(description=_A_CLAUSE)
    question: str = Field(min_length=1, description="Write a question that is answered by yes or no.")
    meaning: str = Field(min_length=1, description='Write what "yes" means, in a sentence.')
    condition: str = Field("", description="Write a question that is asked first, or leave it out.")
    basis: BasisWord = Field("clause", description=_BASIS)
    months: int = Field(12, ge=1, le=120, description="Write for how many months an answer holds.")
    also_serves: list[str] = Field([], description=_A_CLAUSE)
    is_a_look: bool = Field(default=False, description='Write true if "no" means "not looked yet", or leave it out.')
    only_if: Literal[
        "", "access-hidden", "forwarding-hidden", "access-granted", "not-connected", "work-not-connected"
    ] = Field("", description="Write one of the words that policy.toml explains, or leave it out.")
    covered: str = Field("", description="Write the answer that makes it not applicable, or leave it out.")
    asks: Literal["", "registration"] = Field("", description='Write "registration", or leave it out.')
    own_words: bool = Field(default=False, description="Write true if it is about the policy's text, or leave it out.")


class DecisionTable(Table):
    """One `[[decision]]`: either a value of its own, or the rule and option that hold it."""

    id: str = Field(min_length=1, description='Write a short id such as "days-to-sort".')
    question: str = Field(min_length=1, description="Write what is to be decided, as a question.")
    value: PlainValue | None = Field(None, description="Write the decision itself, or name `rule` and `option`.")
    rule: str | None = Field(None, description="Write the name of one of the rules.")
    option: str | None = Field(None, description="Write the name of an option of that rule.")
    decided: bool = Field(default=False, description="Write true once the institute has decided.")


class AttestationTable(Table):
    """`[attestation]`."""

    every_days: int = Field(7, ge=1, le=366, description="Write after how many days another attestation is due.")
    keep_months: int = Field(24, ge=1, le=120, description="Write for how many months a supervisor keeps one.")


class PolicyFile(Table):
    """A whole policy file."""

    file_format: Literal[1] = Field(alias="schema", description="Write 1.")
    id: str = Field(min_length=1, description='Write a short id such as "mip-social-media".')
    version: str = Field(min_length=1, description='Write a version such as "1".')
    title: str = Field(min_length=1, description="Write the title of the policy.")
    reviewed: date = Field(description="Write the day of the last review, such as 2026-11-22, without quotation marks.")
    confidential: str = Field("", description="Write what counts as confidential, in plain words.")
    clause: list[ClauseTable] = Field(min_length=1, description="Begin each clause with [[clause]].")
    rules: dict[str, RuleTable] = Field({}, description="Begin each rule with [rules.NAME].")
    declaration: list[DeclarationTable] = Field([], description="Begin each declaration with [[declaration]].")
    decision: list[DecisionTable] = Field([], description="Begin each decision with [[decision]].")
    exception_reasons: dict[str, str] = Field({}, description="Write a sentence for each reason.")
    updated: date | None = Field(None, description="Write the day of the last change, without quotation marks.")
    contact: str = Field("", max_length=300, description="Write whom members ask, in a sentence.")
    client_ids: dict[str, str] = Field({}, description='Write a client id for each provider: microsoft = "…".')
    client_secrets: dict[str, str] = Field({}, description='Write what was issued beside a client id: google = "…".')
    attestation: AttestationTable = Field(
        default_factory=lambda: AttestationTable.model_validate({}), description="Begin with [attestation]."
    )
