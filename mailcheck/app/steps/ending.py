"""The last steps: the test letter, the first report, the nightly run, and how things stand."""

from mailcheck.app.steps.plan import Draft, Facts, Kind, Option, Progress, Screen
from mailcheck.app.steps.step import Step, on, to

LETTER = """\
A test letter shows whether your two mailboxes are really two, and whether mail is passed on. You send it; mailcheck \
looks where it arrives. It works on empty mailboxes too."""
REPORT = """\
mailcheck can look now, for the first time. It counts from today on: letters that you sent before today are not \
judged, so this report may be almost empty."""
LOOK_BACK = """\
If you like, mailcheck also counts what you sent before today, as history. It is told without blame: it colours no \
clause, and nobody else gets to see it. Most people leave it."""
NIGHTLY = """\
mailcheck can look every night by itself, and say something only when something has changed. It needs no rights of an \
administrator. To stop it: `mailcheck schedule remove`."""
NO_NIGHT = """\
Since no password of yours is kept on this computer, mailcheck cannot look by itself at night. Run `mailcheck check` \
whenever you like, for example on the first of each month."""
NOTHING_TO_LOOK_AT = """\
No mailbox of yours is connected, so there is nothing to look at by night. Run `mailcheck check` now and then: it \
tells which of your answers have run out."""
ENTRY = """\
mailcheck can put an entry into the menu of this computer (on Windows the Start menu, on macOS the folder \
Applications), so that you find it again without typing commands."""


def _letter(facts: Facts, progress: Progress) -> Screen:
    options = (Option("y", "make a test letter"), Option("n", "later"))
    return Screen("letter", 3, "The test letter", LETTER, Kind.CHOICE, options, default="y")


def _took_letter(facts: Facts, progress: Progress, answer: str) -> Progress:
    return progress.to("writing" if answer == "y" else "report")


def _writing(facts: Facts, progress: Progress) -> Screen:
    return Screen("writing", 3, "The test letter", "A code is made up.", Kind.TASK)


def _codes(facts: Facts, progress: Progress) -> Screen:
    return Screen("codes", 3, "Send this letter when it suits you", "\n".join(progress.codes), Kind.NOTE)


def _report(facts: Facts, progress: Progress) -> Screen:
    options = (Option("y", "look now"), Option("n", "later"))
    return Screen("report", 4, "The first report", REPORT, Kind.CHOICE, options, default="y")


def _took_report(facts: Facts, progress: Progress, answer: str) -> Progress:
    return progress.to("looking") if answer == "y" else after_report(facts, progress)


def _looking(facts: Facts, progress: Progress) -> Screen:
    return Screen("looking", 4, "Looking", "This can take a minute or two. It reads only.", Kind.TASK)


def _reported(facts: Facts, progress: Progress) -> Screen:
    return Screen("reported", 4, "The first report", "\n".join(progress.report), Kind.NOTE)


def after_report(facts: Facts, progress: Progress) -> Progress:
    """Go on to the look-back where there is a professional mailbox to look into, else to the nightly run."""
    return progress.to("look-back" if progress.work.is_done and not progress.work.is_declared else "nightly")


def _look_back(facts: Facts, progress: Progress) -> Screen:
    options = (Option("n", "no, leave it"), Option("y", "yes, look back"))
    return Screen("look-back", 4, "What was sent before today", LOOK_BACK, Kind.CHOICE, options, default="n")


def _took_look_back(facts: Facts, progress: Progress, answer: str) -> Progress:
    return progress.to("looking-back" if answer == "y" else "nightly")


def _looking_back(facts: Facts, progress: Progress) -> Screen:
    return Screen("looking-back", 4, "Looking back", "This can take some minutes. It reads only.", Kind.TASK)


def _history(facts: Facts, progress: Progress) -> Screen:
    return Screen("history", 4, "What was sent before today", "\n".join(progress.report), Kind.NOTE)


def _nightly(facts: Facts, progress: Progress) -> Screen:
    if not _connected(progress):
        return Screen("nightly", 5, "Every night", NOTHING_TO_LOOK_AT, Kind.NOTE)
    if progress.shared or not _has_what_it_needs(progress):
        return Screen("nightly", 5, "Every night", NO_NIGHT, Kind.NOTE)
    options = (Option("y", "yes, every night"), Option("n", "no"))
    return Screen("nightly", 5, "Every night", NIGHTLY, Kind.CHOICE, options)


def _connected(progress: Progress) -> tuple[Draft, ...]:
    return tuple(draft for draft in (progress.work, progress.home) if draft.is_done and not draft.is_declared)


def _has_what_it_needs(progress: Progress) -> bool:
    """Whether every secret that a check needs can be had without anybody there."""
    return all(draft.is_kept for draft in _connected(progress))


def _took_nightly(facts: Facts, progress: Progress, answer: str) -> Progress:
    is_offered = _nightly(facts, progress).kind is Kind.CHOICE
    return progress.to("switching-on" if is_offered and answer == "y" else "entry")


def _switching_on(facts: Facts, progress: Progress) -> Screen:
    return Screen("switching-on", 5, "Every night", "The nightly run is switched on.", Kind.TASK)


def _switched_on(facts: Facts, progress: Progress) -> Screen:
    return Screen("switched-on", 5, "Every night", progress.nightly, Kind.NOTE)


def _entry(facts: Facts, progress: Progress) -> Screen:
    options = (Option("y", "yes"), Option("n", "no"))
    return Screen("entry", 5, "An entry in the menu", ENTRY, Kind.CHOICE, options, default="y")


def _took_entry(facts: Facts, progress: Progress, answer: str) -> Progress:
    return progress.to("placing" if answer == "y" else "done")


def _placing(facts: Facts, progress: Progress) -> Screen:
    return Screen("placing", 5, "An entry in the menu", "The entry is made.", Kind.TASK)


def _done(facts: Facts, progress: Progress) -> Screen:
    lines = [
        f"- Work: {_stands(progress.work)}",
        f"- Home: {_stands(progress.home)}",
        *([f"- Menu: {progress.entry}"] if progress.entry else []),
        "",
        "What is next:",
        "- `mailcheck declare` asks what no mailbox can show. It takes five minutes.",
        "- `mailcheck check` looks again, whenever you like.",
        "- `mailcheck setup` changes what you have set up. `mailcheck leave --all` removes everything.",
    ]
    return Screen("done", 5, "That is all", "\n".join(lines), Kind.NOTE, can_skip=False)


def _stands(draft: Draft) -> str:
    if draft.is_declared:
        return "declared by you; nothing is measured"
    return f"{draft.address} is connected, read-only" if draft.is_done else "not set up yet"


STEPS = {
    "letter": Step(_letter, _took_letter, to("report")),
    "writing": Step(_writing, on("codes"), to("report")),
    "codes": Step(_codes, on("report"), to("report")),
    "report": Step(_report, _took_report, after_report),
    "looking": Step(_looking, on("reported"), after_report),
    "reported": Step(_reported, lambda facts, progress, answer: after_report(facts, progress), after_report),
    "look-back": Step(_look_back, _took_look_back, to("nightly")),
    "looking-back": Step(_looking_back, on("history"), to("nightly")),
    "history": Step(_history, on("nightly"), to("nightly")),
    "nightly": Step(_nightly, _took_nightly, to("entry")),
    "switching-on": Step(_switching_on, on("switched-on"), to("entry")),
    "switched-on": Step(_switched_on, on("entry"), to("entry")),
    "entry": Step(_entry, _took_entry, to("done")),
    "placing": Step(_placing, on("done"), to("done")),
    "done": Step(_done, on("done"), to("done")),
}
