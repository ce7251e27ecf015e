"""The steps where an account cannot be connected from here, or not yet; each has a way on."""

from mailcheck.app.steps.addresses import declared, finished
from mailcheck.app.steps.plan import Facts, Kind, Option, Progress, Screen, Unusable
from mailcheck.app.steps.servers import provider_of
from mailcheck.app.steps.step import Step

NO_CLIENT = """\
{issuer} lets programmes in only by a sign-in in the browser, under a number (a "client id") that your institute \
registers once for everybody. None is set up yet. Nothing is wrong with your mailbox, and nothing was asked of it.

Send this to your institute:
  "Please register mailcheck with {issuer} and send me the client id. Its page docs/sign-in.md says how, step by step."
{contact}
Until then, you can declare this account."""
CLIENT_ID = "The client id that your institute sent you: letters and figures, as they are. It is no password."


def _cannot(facts: Facts, progress: Progress) -> Screen:
    provider = provider_of(facts, progress.draft)
    lines = (*provider.steps, *provider.limits) if provider else ()
    options = (Option("d", "declare this account"), Option("a", "use another address"))
    title = f"{provider.name if provider else 'This mailbox'} cannot be looked into"
    text = "\n".join(
        (*lines, "", "That is no fault. You say yourself how things stand; the report shows it as declared.")
    )
    return Screen("cannot", progress.stage, title, text, Kind.CHOICE, options, default="d")


def _took_cannot(facts: Facts, progress: Progress, answer: str) -> Progress:
    return declared(facts, progress) if answer == "d" else progress.to("address")


def _no_client(facts: Facts, progress: Progress) -> Screen:
    issuer = facts.issuers.get(progress.draft.issuer)
    name = issuer.name if issuer else "your mail provider"
    contact = f"Whom to ask: {facts.contact}\n" if facts.contact else ""
    text = NO_CLIENT.format(issuer=f"{name[:1].upper()}{name[1:]}", contact=contact)
    options = (
        Option("d", "declare this account for now"),
        Option("i", "I have been sent a client id"),
        Option("h", "use another mail server"),
    )
    title = f"A sign-in with {name} needs a client id"
    return Screen("no-client", progress.stage, title, text, Kind.CHOICE, options)


def _took_no_client(facts: Facts, progress: Progress, answer: str) -> Progress:
    if answer == "d":
        return declared(facts, progress)
    return progress.to("client-id" if answer == "i" else "host")


def _client_id(facts: Facts, progress: Progress) -> Screen:
    return Screen("client-id", progress.stage, "The client id", CLIENT_ID, Kind.TEXT, label="Client id")


def _took_client_id(facts: Facts, progress: Progress, answer: str) -> Progress:
    text = answer.strip()
    if not 4 <= len(text) <= 255 or not text.isprintable() or " " in text:
        raise Unusable("A client id is one word of letters, figures, dashes and dots.")
    return progress.to("prepare")


STEPS = {
    "cannot": Step(_cannot, _took_cannot, finished),
    "no-client": Step(_no_client, _took_no_client, finished),
    "client-id": Step(_client_id, _took_client_id, finished),
}
