"""The first steps: which of the five doors, who uses the computer, and the plans behind two of the doors."""

from dataclasses import replace

from mailcheck.app.steps.plan import Door, Facts, Kind, Option, Progress, Screen
from mailcheck.app.steps.step import Step, on, to
from mailcheck.model import Role

DOORS = {
    "1": (Door.TWO, "I have two accounts: one for work, one for home"),
    "2": (Door.ONE, "I use one account for everything"),
    "3": (Door.FORWARDS, "My professional address only forwards to another mailbox"),
    "4": (Door.EMPLOYER, "My professional mailbox is the NHS's or my employer's"),
    "5": (Door.DECLARED, "I cannot connect my work mailbox, or would rather not"),
}
WELCOME = """\
mailcheck looks at your own mailboxes and says whether your professional and your personal mail are kept apart. It \
reads only: it changes nothing, and it sends nothing.

The later steps can be skipped. If you stop in the middle, nothing is lost."""
COMPUTER = """\
If somebody can sit down at this computer and use it without logging in under a name of their own, the answer is yes. \
mailcheck then keeps no password here, and its notices say nothing about mail."""
OWN_LOG_IN = """\
Then mailcheck keeps no password on this computer: it asks you at each check. Its notices will be neutral.

Better for your clients is a log-in of your own, with a password that only you know:
- Windows: Settings, Accounts, Other users, Add account.
- macOS: System Settings, Users & Groups, Add User.
- Linux: Settings, System (or Users), Add User.

When you have one, log in under it, install mailcheck there, and run `mailcheck setup` again."""
PLAN = """\
The policy asks for one address for work and another for home. You can get there in your own time:

1. Open a second mailbox for your practice, with an address and a log-in of its own. A second name for the mailbox \
that you have is not enough.
2. Send it the test letter: mailcheck shows you how, and sees whether there are really two.
3. Tell your clients the new address, and put it on your website and your letters.
4. For 60 days, old letters in both mailboxes do not count against you."""
FORWARDS = """\
An address that only forwards has no mailbox of its own: the letters arrive in another one. That is fine, as long as \
you use that other mailbox for your work only.

If your private letters arrive there too, then whoever can read those can read your clients' letters."""
EMPLOYER = """\
Such a mailbox belongs to your employer and must not be connected to outside programmes. mailcheck does not ask for \
its password.

You say three things about it yourself, once a year: that it is apart from your personal mail, that nobody in your \
family opens it, and that confidential documents leave it protected. In the report this stands as "declared"."""


def _door(facts: Facts, progress: Progress) -> Screen:
    options = tuple(Option(key, words) for key, (_, words) in DOORS.items())
    text = f"{WELCOME}\n\n{_set_up(facts)}" if facts.known else WELCOME
    return Screen("door", 0, "How is your mail arranged?", text, Kind.CHOICE, options, can_skip=False)


def _set_up(facts: Facts) -> str:
    """Return which accounts the settings hold already."""
    accounts = (
        f"- {role.value}: {draft.address}, {'declared' if draft.is_declared else 'connected'}"
        for role, draft in facts.known.items()
    )
    return "\n".join(("You have set up already, and can leave each as it is:", *accounts))


def _took_door(facts: Facts, progress: Progress, answer: str) -> Progress:
    return replace(progress, door=DOORS[answer][0], role=Role.PROFESSIONAL).to("computer")


def _computer(facts: Facts, progress: Progress) -> Screen:
    options = (Option("n", "no, only me"), Option("y", "yes"))
    title = "Does anyone else use this computer, with your log-in?"
    return Screen("computer", 0, title, COMPUTER, Kind.CHOICE, options)


def _took_computer(facts: Facts, progress: Progress, answer: str) -> Progress:
    is_shared = answer == "y"
    known = replace(progress, shared=is_shared)
    return known.to("own-log-in") if is_shared else _through(facts, known)


def _own_log_in(facts: Facts, progress: Progress) -> Screen:
    return Screen("own-log-in", 0, "A computer that you share", OWN_LOG_IN, Kind.NOTE)


def _through(facts: Facts, progress: Progress) -> Progress:
    """Go through the door that was chosen."""
    behind = {Door.ONE: "plan", Door.FORWARDS: "forwards", Door.EMPLOYER: "employer"}
    return progress.to(behind.get(progress.door or Door.TWO, "address"))


def _plan(facts: Facts, progress: Progress) -> Screen:
    options = (
        Option("1", "I have the new address: set up both now"),
        Option("2", "I will do that later: set up the account I have"),
    )
    return Screen("plan", 0, "One account for everything: a plan", PLAN, Kind.CHOICE, options)


def _took_plan(facts: Facts, progress: Progress, answer: str) -> Progress:
    return replace(progress, in_transition=answer == "1").to("address")


def _forwards(facts: Facts, progress: Progress) -> Screen:
    options = (
        Option("1", "that mailbox is for my work only"),
        Option("2", "my private letters arrive there too"),
    )
    return Screen("forwards", 0, "Where do the letters arrive?", FORWARDS, Kind.CHOICE, options)


def _took_forwards(facts: Facts, progress: Progress, answer: str) -> Progress:
    return progress.to("address") if answer == "1" else replace(progress, door=Door.ONE).to("plan")


def _employer(facts: Facts, progress: Progress) -> Screen:
    return Screen("employer", 0, "A mailbox of the NHS or your employer", EMPLOYER, Kind.NOTE)


STEPS = {
    "door": Step(_door, _took_door, to("door")),
    "computer": Step(_computer, _took_computer, _through),
    "own-log-in": Step(_own_log_in, lambda facts, progress, answer: _through(facts, progress), _through),
    "plan": Step(_plan, _took_plan, to("address")),
    "forwards": Step(_forwards, _took_forwards, to("address")),
    "employer": Step(_employer, on("address"), to("address")),
}
