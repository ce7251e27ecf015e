"""Goes from step to step: pure, so that the terminal and the page cannot drift apart."""

from dataclasses import replace

from mailcheck.app.steps import addresses, beginning, dead_ends, ending, servers, signing_in
from mailcheck.app.steps.plan import Facts, Kind, Progress, Screen, Unusable
from mailcheck.app.steps.step import Step

STEPS: dict[str, Step] = {
    **beginning.STEPS,
    **addresses.STEPS,
    **servers.STEPS,
    **dead_ends.STEPS,
    **signing_in.STEPS,
    **ending.STEPS,
}
BY_ITSELF = frozenset(
    ("find", "meet", "approve", "code", "writing", "looking", "looking-back", "switching-on", "placing")
)
"""Steps that ask nothing; nobody goes back to one."""
ONE_BY_ONE = "declared"
"""A step that asks several questions in a row and drops each as it is answered: who goes back is asked all of them
again, from the step before."""


def screen(facts: Facts, progress: Progress) -> Screen:
    """Return what is on the screen now."""
    return STEPS[progress.at].show(facts, progress)


def answer(facts: Facts, progress: Progress, text: str = "") -> Progress:
    """Return how it goes on after an answer; an empty one takes the default. Raises Unusable with a sentence."""
    shown = screen(facts, progress)
    given = text.strip()
    if shown.kind is Kind.CHOICE:
        given = (given or shown.default).lower()
        if given not in {option.key for option in shown.options}:
            keys = [option.key for option in shown.options]
            raise Unusable(f"Please press {', '.join(keys[:-1])} or {keys[-1]}.")
    elif shown.kind is Kind.TEXT and not given and not shown.default:
        raise Unusable("Please write something here; or skip this step.")
    return STEPS[progress.at].take(facts, progress, given)


def skip(facts: Facts, progress: Progress) -> Progress:
    """Return how it goes on without an answer."""
    return STEPS[progress.at].skip(facts, progress) if screen(facts, progress).can_skip else progress


def back(facts: Facts, progress: Progress) -> Progress:
    """Return the progress at the last step that asked something; at the first one, stay."""
    trail = list(progress.trail)
    while trail:
        earlier, role = trail.pop()
        if earlier not in BY_ITSELF and earlier != ONE_BY_ONE:
            return replace(progress, at=earlier, role=role, trail=tuple(trail))
    return progress
