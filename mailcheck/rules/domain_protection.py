"""The domain of the professional address is guarded against letters in its name."""

from collections.abc import Iterator

from mailcheck.model import AccountEvidence, Evidence, Grade, Missing, Outcome, RulePolicy, Status
from mailcheck.model.domain import Delivery, Dmarc, DomainFacts, MailExchange, MtaSts, MtaStsMode, Spf, SpfState, Tlsa
from mailcheck.model.use import TraceLook
from mailcheck.rules import could_not_check, outcome, rule

LOOKED = "what the name system says about the domain of your address"
ASK = "Ask whoever looks after your domain to"


@rule
def domain_protection(evidence: Evidence, policy: RulePolicy) -> Iterator[Outcome]:
    """Nobody else can easily send letters in the name of the professional address.

    Why: a letter that pretends to come from you can deceive your clients.
    Looks at: what the domain of your address says publicly about mail, by a handful of name look-ups.
    Cannot see: whether a receiving server takes any notice of it.
    Put right: what is yours to change is said so; the rest is your provider's.
    """
    for seen in evidence.professional():
        name = seen.account.name
        match seen.domain:
            case None:
                yield could_not_check(name, Missing("The domain of this address was not looked up."), evidence="N0")
            case Missing() as missing:
                yield could_not_check(name, missing, evidence="N0")
            case DomainFacts() as facts if seen.account.provider_by_domain:
                yield _providers(name, facts)
            case DomainFacts() as facts:
                yield from _own(seen, facts, is_sealed=_is_sealed(evidence, name))


def _providers(name: str, facts: DomainFacts) -> Outcome:
    """A domain that belongs to a provider: nothing here is the member's to change."""
    title = "The domain of this address is your provider's, so its protection is your provider's work."
    notes = _notes(facts)
    return outcome(Status.NOT_APPLICABLE, name, title, detail=notes, evidence="N1 N2 N3 N4", looked_at=LOOKED)


def _own(seen: AccountEvidence, facts: DomainFacts, *, is_sealed: bool) -> Iterator[Outcome]:
    name = seen.account.name
    wrong = [*_delivery(facts), *_senders(facts), *_forgeries(facts)]
    for row, title, remedy in wrong:
        yield outcome(
            Status.ATTENTION,
            name,
            title,
            detail="This is yours to change, because the domain is your own.",
            remedy=remedy,
            grade=Grade.STRONG,
            evidence=row,
            looked_at=LOOKED,
            key=row,
        )
    missing = next((part for part in (facts.exchange, facts.spf, facts.dmarc) if isinstance(part, Missing)), None)
    if missing is not None:
        yield could_not_check(name, missing, evidence="N1 N3 N4")
    elif not wrong:
        seal = " Your letters carry a seal of origin." if is_sealed else ""
        title = "Your domain tells receivers to put forged letters aside."
        yield outcome(
            Status.MET,
            name,
            title,
            detail=f"{_notes(facts)}{seal}",
            grade=Grade.STRONG,
            evidence=_rows(facts, is_sealed),
        )


def _delivery(facts: DomainFacts) -> Iterator[tuple[str, str, str]]:
    match facts.exchange:
        case MailExchange(Delivery.REFUSED | Delivery.NOWHERE):
            yield (
                "N1",
                "Your domain does not say where its mail goes, or says that it takes none.",
                f"{ASK} look at its MX record.",
            )


def _senders(facts: DomainFacts) -> Iterator[tuple[str, str, str]]:
    """N3."""
    if not isinstance(facts.spf, Spf) or facts.spf.guards:
        return
    title = {
        SpfState.NONE: "Your domain does not say which servers send its letters, so others could send in your name.",
        SpfState.SEVERAL: "Your domain says twice which servers may send its letters, so receivers heed neither.",
        SpfState.BROKEN: "What your domain says about its sending servers leads nowhere, so receivers cannot heed it.",
    }.get(facts.spf.state, "Your domain lets any server send its letters, so others could send in your name.")
    yield "N3", title, f"{ASK} publish one SPF record that ends in -all or ~all."


def _forgeries(facts: DomainFacts) -> Iterator[tuple[str, str, str]]:
    """N4."""
    if not isinstance(facts.dmarc, Dmarc) or facts.dmarc.guards:
        return
    if facts.dmarc.policy:
        title = "Your domain asks receivers only to watch forged letters, not to put them aside."
        yield "N4", title, f"{ASK} set its DMARC policy to quarantine, and later to reject."
        return
    title = "Your domain does not tell receivers what to do with forged letters, so others could send in your name."
    yield "N4", title, f"{ASK} publish a DMARC record, with the policy quarantine in the end."


def _notes(facts: DomainFacts) -> str:
    """Return how letters travel to the domain; that is the provider's to change."""
    match facts.mta_sts, facts.tlsa:
        case (MtaSts(MtaStsMode.ENFORCE, True), _) | (_, Tlsa(is_authenticated=True)):
            return "Letters to you are encrypted on their way, by a rule that your provider keeps."
    return ""


def _rows(facts: DomainFacts, is_sealed: bool) -> str:  # noqa: FBT001 - one of two facts
    return " ".join(("N1", *(("N2",) if _notes(facts) else ()), "N3", "N4", *(("N5",) if is_sealed else ())))


def _is_sealed(evidence: Evidence, name: str) -> bool:
    return any(isinstance(seen.traces, TraceLook) and name in seen.traces.sealed for seen in evidence.accounts)
