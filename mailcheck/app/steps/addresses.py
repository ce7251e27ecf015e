"""The steps that ask for addresses, and where one goes when an account is finished or left out."""

from dataclasses import replace

from mailcheck.app.steps.plan import Door, Draft, Facts, Kind, Option, Progress, Screen, Unusable
from mailcheck.app.steps.step import Step
from mailcheck.model import Role
from mailcheck.parse.addresses import canonical
from mailcheck.parse.domains import domain_of

APART = "personal-account-apart"
PROFESSIONAL = ("professional-account-alone", "documents-protected")
"""Declarations that stand in for looking, where an account is not connected."""

NO_ADDRESS = "That is not an email address. Write it as name@domain, and nothing else."
SAME = (
    "That is your professional address. Write your personal one; or press Enter and, if one account is all you have, "
    "run `mailcheck setup --again` and choose 2."
)
WORK = "The address that your clients write to. Only the part after the @ is used to find the mail server."
NOT_CONNECTED = "The address that your clients write to. mailcheck does not sign in to it."
FORWARDED = "The address that your clients write to, which forwards. After it, the mailbox in which the letters arrive."
ARRIVES = "The address of the mailbox in which your professional letters arrive, and which you sign in to."
HOME = """\
mailcheck looks at your personal mailbox as little as it can: whether it is really another one, and whether letters \
pass between the two.

You need not connect it. Press Enter to declare instead that it is apart."""
JOINT = "A home address that you use together with your partner or your family is allowed. mailcheck then hardly looks."
FURTHER = """\
Some people have several addresses that lead to one mailbox: info@, an old address, a second domain. If you do, write \
them here, divided by commas, so that mailcheck knows them for yours. If not, press Enter."""

PARTNER = """\
The policy says that a professional address is not shared with a partner. If you write your partner's first name here, \
mailcheck asks a question should it stand in your professional address. It is used for nothing else, stays in one file \
of yours (said.toml), and is never in a report. If you would rather not, press Enter."""


def finished(facts: Facts, progress: Progress) -> Progress:
    """Go on from an account that is in the settings, or was left out: to the next account, or to the letter."""
    if progress.asked:
        return progress.to("declared")
    if progress.role is Role.PROFESSIONAL:
        if progress.work.is_done and not progress.work.is_declared:
            return progress.to("further")
        return at_home(facts, progress)
    return _past_both(progress)


def _past_both(progress: Progress) -> Progress:
    return progress.to("letter" if _is_connected(progress.work) else "report", Role.PERSONAL)


def at_home(facts: Facts, progress: Progress) -> Progress:
    """Go on to the personal account."""
    if progress.door is Door.ONE and not progress.in_transition:
        return _past_both(progress)  # there is no second account yet
    return progress.to("address", Role.PERSONAL)


def _is_connected(draft: Draft) -> bool:
    return draft.is_done and not draft.is_declared


def declared(facts: Facts, progress: Progress) -> Progress:
    """Go on with an account that is declared instead of connected: ask what stands in for looking."""
    wanted = (*PROFESSIONAL, APART) if progress.role is Role.PROFESSIONAL else (APART,)
    asked = tuple(each for each in wanted if each in facts.questions)
    if progress.role is Role.PERSONAL and progress.work.is_declared:
        asked = ()  # that they are apart was asked of the professional account
    if progress.door is Door.ONE and not progress.in_transition:
        asked = tuple(each for each in asked if each != APART)  # it was just said that they are one; it stays open
    marked = progress.drafted(is_declared=True, is_done=True)
    return finished(facts, replace(marked, asked=asked))


def _address(facts: Facts, progress: Progress) -> Screen:
    is_work = progress.role is Role.PROFESSIONAL
    known = facts.known.get(progress.role)
    text, default = (WORK, "") if is_work else (HOME, "declare it")
    if is_work and progress.door is Door.FORWARDS:
        text = FORWARDED
    if is_work and progress.door in {Door.DECLARED, Door.EMPLOYER}:
        text = NOT_CONNECTED
    if known:
        text, default = f"You have set up {known.address} already. Press Enter to leave it as it is.", "leave it"
    title = f"Your {'professional' if is_work else 'personal'} address"
    return Screen("address", progress.stage, title, text, Kind.TEXT, label="Address", default=default)


def _took_address(facts: Facts, progress: Progress, answer: str) -> Progress:
    known = facts.known.get(progress.role)
    if not answer and known:
        kept = replace(progress, work=known) if progress.role is Role.PROFESSIONAL else replace(progress, home=known)
        return finished(facts, kept)
    if not answer and progress.role is Role.PERSONAL:
        return declared(facts, progress)
    address = usable(answer)
    if progress.role is Role.PERSONAL and address.lower() == progress.work.address.lower():
        raise Unusable(SAME)
    name = known.name if known else progress.draft.name
    given = _given(progress, Draft(progress.role, name, address))
    if progress.role is Role.PERSONAL:
        return given.to("joint")
    if progress.door in {Door.DECLARED, Door.EMPLOYER}:
        return declared(facts, given)
    if progress.door is Door.FORWARDS:
        return given.drafted(also=(address,)).to("arrives")
    return given.to("find")


def _given(progress: Progress, draft: Draft) -> Progress:
    return replace(progress, work=draft) if draft.role is Role.PROFESSIONAL else replace(progress, home=draft)


def _skipped_address(facts: Facts, progress: Progress) -> Progress:
    return at_home(facts, progress) if progress.role is Role.PROFESSIONAL else finished(facts, progress)


def usable(answer: str) -> str:
    """Return an address as it was typed, without spaces around it. Raises Unusable."""
    text = answer.strip().removeprefix("mailto:")
    try:
        canonical(text)
        domain_of(text)
    except ValueError:
        raise Unusable(NO_ADDRESS) from None
    return text


def _arrives(facts: Facts, progress: Progress) -> Screen:
    return Screen("arrives", 1, "Where the letters arrive", ARRIVES, Kind.TEXT, label="Address")


def _took_arrives(facts: Facts, progress: Progress, answer: str) -> Progress:
    return progress.drafted(address=usable(answer)).to("find")


def _joint(facts: Facts, progress: Progress) -> Screen:
    options = (Option("n", "no, only me"), Option("y", "yes, we share it"))
    return Screen("joint", 2, "Does someone else use your home address?", JOINT, Kind.CHOICE, options, default="n")


def _took_joint(facts: Facts, progress: Progress, answer: str) -> Progress:
    return progress.drafted(joint=answer == "y").to("find")


def _further(facts: Facts, progress: Progress) -> Screen:
    title = "Further addresses of your practice"
    return Screen("further", 1, title, FURTHER, Kind.TEXT, label="Addresses", default="none")


def _took_further(facts: Facts, progress: Progress, answer: str) -> Progress:
    given = tuple(usable(each) for each in answer.split(",") if each.strip())
    every = tuple(dict.fromkeys((*progress.work.also, *given)))
    return _after_further(facts, replace(progress, work=replace(progress.work, also=every)))


def _after_further(facts: Facts, progress: Progress) -> Progress:
    """Ask for the partner's name, but not where somebody else could come to see it."""
    return at_home(facts, progress) if progress.shared else progress.to("partner")


def _partner(facts: Facts, progress: Progress) -> Screen:
    return Screen("partner", 1, "Your partner's name, if you like", PARTNER, Kind.TEXT, label="Name", default="none")


def _took_partner(facts: Facts, progress: Progress, answer: str) -> Progress:
    partners_of(answer)
    return at_home(facts, progress)


def partners_of(answer: str) -> tuple[str, ...]:
    """Return the names that were typed. Raises Unusable."""
    names = tuple(" ".join(each.split()) for each in answer.split(",") if each.strip())
    if any(len(each) > 60 or "@" in each or not each.isprintable() for each in names):
        raise Unusable("Write a first name, or several divided by commas; no address.")
    return names


def _question(facts: Facts, progress: Progress) -> Screen:
    asked = facts.questions[progress.asked[0]]
    options = (Option("y", "yes"), Option("n", "no"))
    text = f"{asked.text}\n\nYes means: {asked.meaning}"
    return Screen("declared", progress.stage, "You say it yourself", text, Kind.CHOICE, options)


def _next_question(facts: Facts, progress: Progress, answer: str = "") -> Progress:
    return finished(facts, replace(progress, asked=progress.asked[1:]))


STEPS = {
    "address": Step(_address, _took_address, _skipped_address),
    "arrives": Step(_arrives, _took_arrives, _skipped_address),
    "joint": Step(_joint, _took_joint, lambda facts, progress: progress.to("find")),
    "further": Step(_further, _took_further, _after_further),
    "partner": Step(_partner, _took_partner, at_home),
    "declared": Step(_question, _next_question, _next_question),
}
