"""The policy: clauses, the rules that serve them, and the institute's own decisions (config/policy.toml)."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any

from mailcheck.dataclass import dataclass


class Basis(StrEnum):
    """Why a rule is here."""

    CLAUSE = "clause"
    """The policy says it."""
    READING = "reading"
    """Our reading of the policy; the institute may switch it off."""
    ADVICE = "advice"
    """Good practice; never colours a clause or the exit code."""


@dataclass(frozen=True, slots=True)
class RulePolicy:
    """What the policy says about one rule."""

    name: str
    clause: str
    basis: Basis = Basis.CLAUSE
    is_enabled: bool = True
    options: Mapping[str, Any] = field(default_factory=dict)
    """Numbers and decisions that the rule reads, such as `days_to_sort`."""
    at_worst: str = "not-met"
    """The worst that it may say: `attention` where the institute wants a talk and no verdict."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """A question that no mailbox can answer."""

    id: str
    clause: str
    question: str
    meaning: str
    """What "yes" means, in a sentence."""
    condition: str = ""
    """Asked first, where the clause holds only under a condition; "no" makes it not applicable."""
    basis: Basis = Basis.CLAUSE
    months: int = 12
    """How long an answer holds."""
    is_a_look: bool = False
    """True: the question is whether the member has looked somewhere, so "no" means "not yet"."""
    also_serves: tuple[str, ...] = ()
    """Further clauses that the same answer speaks for."""
    only_if: str = ""
    """What must be so for it to be asked, where what was seen can tell: `access-hidden`, `forwarding-hidden`,
    `access-granted`, `not-connected` or `work-not-connected`; empty: it is always asked."""
    covered: str = ""
    """An answer that makes it not applicable, in the member's words: "My placement's registration covers me."."""
    asks: str = ""
    """What a "yes" is asked for besides: `registration` (a number, and the day it runs out); empty: nothing."""
    own_words: bool = False
    """True: it asks about the institute's own words, which mailcheck does not have; members are told where they are."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the policy."""

    id: str
    title: str
    demand: str
    """The demand, in plain words."""
    members: bool = True
    """False: shown to supervisors only."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Something the policy leaves open, and the institute decides."""

    id: str
    question: str
    value: Any
    """A number, a yes or no, or words; a rule's option of the same value where a rule reads it."""
    is_decided: bool = False
    """False: mailcheck's default, not yet decided by the institute."""


@dataclass(frozen=True, slots=True)
class Attesting:
    """What the institute expects of attestations."""

    every_days: int = 7
    """How often a member sends one."""
    keep_months: int = 24
    """For so long a supervisor keeps it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy, as read from a policy file."""

    id: str
    version: str
    title: str
    reviewed: date
    clauses: tuple[Clause, ...]
    rules: Mapping[str, RulePolicy]
    """By rule name."""
    declarations: tuple[Declaration, ...] = ()
    exception_reasons: Mapping[str, str] = field(default_factory=dict)
    confidential: str = ""
    """What counts as confidential, in plain words; shown when a document is sorted."""
    decisions: tuple[Decision, ...] = ()
    attesting: Attesting = field(default_factory=Attesting)
    contact: str = ""
    """Whom a member asks, in the institute's words; empty: nobody is named."""
    client_ids: Mapping[str, str] = field(default_factory=dict)
    """The institute's own OAuth client ids, by provider."""
    updated: date | None = None
    """The day on which the institute last changed its policy; None: the file does not say."""
    serial: int | None = None
    """The number of the institute's signed policy; None: it is not a signed one."""
    client_secrets: Mapping[str, str] = field(default_factory=dict)
    """What was issued beside a client id where it is not confidential, as Google's for desktop programs."""
