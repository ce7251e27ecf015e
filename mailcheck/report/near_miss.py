"""Clauses that nothing but an answer stands in the way of: what they would be, and which answers it takes. Pure."""

from mailcheck.dataclass import dataclass
from mailcheck.model import IN_ORDER, Basis, ClauseVerdict, Report, Status, worst

_WORDS = {Status.MET: "met", Status.DECLARED: "declared"}


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What a clause would be if nothing were left open in its questions; for some, the good answer is a no."""

    would_be: Status
    declarations: tuple[str, ...]
    """The declarations that are open, by id."""

    @property
    def words(self) -> str:
        """The hint, in a sentence."""
        many = len(self.declarations)
        stand = "only this question stands" if many == 1 else f"only these {many} questions stand"
        return f"Nearly there: {stand} between you and “{_WORDS[self.would_be]}”."


def near_miss(clause: ClauseVerdict, result: Report) -> NearMiss | None:
    """Return what a clause would be if its open questions were answered; None if more than that is missing."""
    if clause.status is not Status.ATTENTION:
        return None
    waiting = {each.id for each in result.declarations if each.status is Status.ATTENTION and each.answer != "no"}
    counted = [rule for rule in clause.rules if rule.basis is not Basis.ADVICE]
    rest = [rule.status for rule in counted if rule.name not in waiting]
    open_ones = tuple(rule.name for rule in counted if rule.name in waiting)
    if not open_ones or any(status not in IN_ORDER for status in rest):
        return None
    return NearMiss(worst((*rest, Status.DECLARED)), open_ones)
