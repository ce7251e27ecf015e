"""The steps from an address to a mail server that was met, with what to do before a password is asked for."""

from mailcheck.app.steps.addresses import declared, finished
from mailcheck.app.steps.plan import Draft, Facts, Kind, Option, Progress, Screen, Unusable, Way
from mailcheck.app.steps.step import Step
from mailcheck.model import Provider, Security
from mailcheck.parse.domains import ascii_domain, domain_of

FINDING = """\
mailcheck asks the name system, and the web server of your own domain, which mail server is yours. Your address is \
sent to nobody, only the part after the @ is. It takes at most 8 seconds."""
BY_HAND = """\
Your provider's help pages name it under "IMAP" or "incoming mail server". So does the mail programme that you use, \
under the account's settings. It often is imap. or mail. and then your provider's name.

The port is 993; if yours is another, write it after a colon, as in imap.example.org:143."""
NOT_A_NAME = "That cannot be the name of a server. It looks like imap.example.org, or imap.example.org:993."
UNVOUCHED = """\
Nothing vouches for this name, so mailcheck asks before a password goes there. It is right if your provider's help \
pages name it, or if your mail programme does, under the account's settings. No password was sent so far."""
ROUGHLY, ROOM = 72, 11
"""Letters in a line, and lines in which what is to be done has to fit."""
PASSWORD_STEPS = {
    "app-password": "You need an app password: one that your provider makes for one programme.",
    "mailbox-password": "You need the mailbox's own password, the one that you use for webmail.",
    "bridge-password": "You need the password that the bridge programme shows.",
}


def provider_of(facts: Facts, draft: Draft) -> Provider | None:
    """Return the provider that was found."""
    return next((each for each in facts.providers if each.id == draft.provider), None)


def _find(facts: Facts, progress: Progress) -> Screen:
    title = f"Looking for the mail server of {domain_of(progress.draft.address)}"
    return Screen("find", progress.stage, title, FINDING, Kind.TASK)


def found(facts: Facts, progress: Progress) -> Progress:
    """Go on from a search or a first meeting to the screen that says what came of it."""
    draft = progress.draft
    provider = provider_of(facts, draft)
    if provider is not None and provider.kind == "no-imap":
        return progress.to("cannot")
    if draft.trouble:
        return progress.to("unmet" if draft.host else "host")
    if not draft.host:
        return progress.to("host")
    return _vouched(facts, progress) if draft.is_trusted else progress.to("server")


def _vouched(facts: Facts, progress: Progress) -> Progress:
    """Go on from a server that may be trusted: to what has to be done, unless nothing can be done yet."""
    return progress.to("no-client" if _lacks_client_id(facts, progress.draft) else "prepare")


def _lacks_client_id(facts: Facts, draft: Draft) -> bool:
    issuer = facts.issuers.get(draft.issuer)
    return draft.way is Way.BROWSER and (issuer is None or not issuer.is_usable)


def _server(facts: Facts, progress: Progress) -> Screen:
    draft = progress.draft
    options = (
        Option("y", "yes, that is my mail server"),
        Option("h", "no, I type the server in myself"),
        Option("d", "do not connect this account; declare it"),
    )
    text = f"Found {draft.source}:\n\n  {draft.host}\n\n{UNVOUCHED}"
    return Screen("server", progress.stage, "Is this your mail server?", text, Kind.CHOICE, options)


def _took_server(facts: Facts, progress: Progress, answer: str) -> Progress:
    if answer == "y":
        return _vouched(facts, progress.drafted(is_trusted=True))
    return _otherwise(facts, progress, answer)


def _otherwise(facts: Facts, progress: Progress, answer: str) -> Progress:
    return progress.to("host") if answer == "h" else declared(facts, progress)


def _prepare(facts: Facts, progress: Progress) -> Screen:
    draft = progress.draft
    provider = provider_of(facts, draft)
    options = (
        Option("y", "that is done: go on" if provider and provider.steps else "go on"),
        Option("h", "that is not my mail server: I type it in"),
        Option("d", "do not connect this account; declare it"),
    )
    head = f"Found {draft.source}: {draft.host}."
    text = "\n".join((head, "", *_what_to_do(facts, draft, provider)))
    title = provider.name if provider else "Your mail server"
    return Screen("prepare", progress.stage, title, text, Kind.CHOICE, options, default="y")


def _what_to_do(facts: Facts, draft: Draft, provider: Provider | None) -> list[str]:
    """Return what the member does before anything is asked, as much as there is room for."""
    if draft.way is Way.BROWSER and draft.issuer in facts.issuers:
        first = f"You sign in in your browser, with {facts.issuers[draft.issuer].name}. mailcheck sees no password."
    else:
        kinds = provider.auth if provider else ("mailbox-password",)
        first = PASSWORD_STEPS[next((each for each in kinds if each in PASSWORD_STEPS), "mailbox-password")]
    if provider is None:
        return [first]
    lines = [first, "", *(f"{at}. {step}" for at, step in enumerate(provider.steps, start=1))]
    last = [f"More: {provider.help}"] if provider.help else []
    for limit in provider.limits:
        if sum(len(line) // ROUGHLY + 1 for line in (*lines, limit, *last)) <= ROOM:
            lines.append(f"- {limit}")
    return [*lines, *last]


def _took_prepare(facts: Facts, progress: Progress, answer: str) -> Progress:
    if answer != "y":
        return _otherwise(facts, progress, answer)
    draft = progress.draft
    if draft.way is Way.BROWSER:
        return progress.to("no-client" if _lacks_client_id(facts, draft) else "browser")
    provider = provider_of(facts, draft)
    needs_name = provider is not None and provider.username == "bridge" and not draft.user
    return progress.to("user" if needs_name else "secret")


def _host(facts: Facts, progress: Progress) -> Screen:
    domain = domain_of(progress.draft.address)
    text = f"mailcheck does not know the mail server of {domain}, so you name it.\n\n{BY_HAND}"
    return Screen("host", progress.stage, "The name of your mail server", text, Kind.TEXT, label="Server")


def _took_host(facts: Facts, progress: Progress, answer: str) -> Progress:
    host, port = _server_name(answer)
    security = Security.STARTTLS if port == 143 else Security.TLS
    return progress.drafted(
        host=host, port=port, security=security, source="as you typed it", is_trusted=True, trouble=(), provider=""
    ).to("meet")


def _server_name(answer: str) -> tuple[str, int]:
    """Return host and port. Raises Unusable."""
    name, _, port = answer.strip().rpartition(":") if ":" in answer else (answer.strip(), "", "993")
    try:
        number = int(port)
        host = ascii_domain(name)
    except ValueError:
        raise Unusable(NOT_A_NAME) from None
    if not 1 <= number <= 65535:
        raise Unusable("A port is a number from 1 to 65535; 993 is usual.")
    return host, number


def _meet(facts: Facts, progress: Progress) -> Screen:
    text = (
        "mailcheck looks whether a mail server answers there, encrypted, and under its own name. No password is sent."
    )
    return Screen("meet", progress.stage, f"Meeting {progress.draft.host}", text, Kind.TASK)


def _unmet(facts: Facts, progress: Progress) -> Screen:
    options = (
        Option("r", "try again"),
        Option("h", "type another server"),
        Option("d", "do not connect this account; declare it"),
    )
    text = "\n".join(progress.draft.trouble)
    return Screen("unmet", progress.stage, f"{progress.draft.host} was not reached", text, Kind.CHOICE, options)


def _took_unmet(facts: Facts, progress: Progress, answer: str) -> Progress:
    if answer == "d":
        return declared(facts, progress)
    return progress.drafted(trouble=()).to("meet" if answer == "r" else "host")


STEPS = {
    "find": Step(_find, lambda facts, progress, answer: found(facts, progress), finished),
    "server": Step(_server, _took_server, finished),
    "prepare": Step(_prepare, _took_prepare, finished),
    "host": Step(_host, _took_host, finished),
    "meet": Step(_meet, lambda facts, progress, answer: found(facts, progress), finished),
    "unmet": Step(_unmet, _took_unmet, finished),
}
