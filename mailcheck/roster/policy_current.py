"""Whether the institute reviews its policy in time (MIP-RV-1): for supervisors only, and about no member."""

from datetime import date

from mailcheck.dataclass import dataclass
from mailcheck.model import Policy, Status
from mailcheck.model.days import day_in_words, months_between

NAME = "policy-current"


@dataclass(frozen=True, slots=True)
class PolicyCurrent:
    """How the policy itself stands."""

    status: Status
    words: str


def policy_current(policy: Policy, today: date) -> PolicyCurrent:
    """Return whether the policy was reviewed and updated in time, by the policy's own intervals."""
    options = policy.rules[NAME].options if NAME in policy.rules else {}
    review, update = int(options.get("review_months", 18)), int(options.get("update_months", 36))
    reviewed = f"The policy was reviewed on {day_in_words(policy.reviewed)}"
    if months_between(policy.reviewed, today) >= review:
        return PolicyCurrent(Status.NOT_MET, f"{reviewed}: more than {review} months ago. It is due for a review.")
    if policy.updated is None:
        words = f"{reviewed}, in time. When it was last changed, the policy file does not say (`updated`)."
        return PolicyCurrent(Status.COULD_NOT_CHECK, words)
    changed = f"last changed on {day_in_words(policy.updated)}"
    if months_between(policy.updated, today) >= update:
        return PolicyCurrent(Status.NOT_MET, f"{reviewed}, and {changed}: more than {update} months ago.")
    return PolicyCurrent(Status.MET, f"{reviewed}, and {changed}: both in time.")
