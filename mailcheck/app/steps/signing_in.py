"""The steps of signing in, and what is said when it worked or did not."""

from mailcheck.app.steps.addresses import declared, finished
from mailcheck.app.steps.plan import Draft, Facts, Kind, Option, Progress, Screen, Unusable, Way
from mailcheck.app.steps.servers import provider_of
from mailcheck.app.steps.step import Step, on, to

WHERE_IT_GOES = """\
{which}

It goes to {host} over an encrypted connection, and nowhere else. It is not shown while you type or paste it.
You sign in as {user}."""
APP_PASSWORD = "Paste the app password that you made. Spaces in it do not matter."  # noqa: S105 - a sentence
OWN_PASSWORD = "Type the password of this mailbox."  # noqa: S105 - a sentence
MORE_THAN_READ = (
    "This password could do more than read. mailcheck holds itself to reading: a guard in front of the connection lets "
    "nothing else through. You can take the password back at your provider at any time."
)
PERMISSION_COULD = (
    "This permission could do more than read. mailcheck holds itself to reading, and you can take it back at {issuer} "
    "at any time."
)
BROWSER = """\
Your browser opens at {issuer}. Sign in there with {address}, and press Accept. Then come back here.

mailcheck never sees your password. What it gets is a permission that you can take back at any time."""
WHERE = """\
{why}

In a file, it can be read by whoever can read your files: you, and a programme that you start. If you type it each \
time, nothing is kept, and there can be no check at night."""


def user_of(facts: Facts, draft: Draft) -> str:
    """Return the name to sign in with: the one that was given, else what the provider wants."""
    provider = provider_of(facts, draft)
    if draft.user:
        return draft.user
    is_local = provider is not None and provider.username == "local-part"
    return draft.address.rpartition("@")[0] if is_local else draft.address


def _user(facts: Facts, progress: Progress) -> Screen:
    text = (
        f"The name that you sign in with, if it is not {progress.draft.address}. Some providers want the account's "
        "first address, or a name that their programme shows."
    )
    return Screen("user", progress.stage, "The name to sign in with", text, Kind.TEXT, label="Name")


def _took_user(facts: Facts, progress: Progress, answer: str) -> Progress:
    text = answer.strip()
    if not 1 <= len(text) <= 255 or not text.isprintable():
        raise Unusable("That cannot be a name to sign in with.")
    return progress.drafted(user=text).to("secret")


def _secret(facts: Facts, progress: Progress) -> Screen:
    draft, provider = progress.draft, provider_of(facts, progress.draft)
    is_made = provider is not None and "app-password" in provider.auth
    text = WHERE_IT_GOES.format(
        which=APP_PASSWORD if is_made else OWN_PASSWORD, host=draft.host, user=user_of(facts, draft)
    )
    title = f"The {'app password' if is_made else 'password'} of {draft.address}"
    return Screen("secret", progress.stage, title, text, Kind.SECRET, label="Password")


def _browser(facts: Facts, progress: Progress) -> Screen:
    issuer = facts.issuers[progress.draft.issuer]
    options = [Option("y", "open my browser")]
    if issuer.device:
        options.append(Option("c", "use a code, on this or another device"))
    options.append(Option("d", "do not connect this account; declare it"))
    text = BROWSER.format(issuer=issuer.name, address=progress.draft.address)
    title = f"Sign in with {issuer.name}"
    return Screen("browser", progress.stage, title, text, Kind.CHOICE, tuple(options), default="y")


def _took_browser(facts: Facts, progress: Progress, answer: str) -> Progress:
    if answer == "d":
        return declared(facts, progress)
    return progress.to("approve" if answer == "y" else "code")


def _approve(facts: Facts, progress: Progress) -> Screen:
    text = "Waiting for you to approve it in the browser, for five minutes at most."
    return Screen("approve", progress.stage, "Over to your browser", text, Kind.TASK)


def _code(facts: Facts, progress: Progress) -> Screen:
    text = "mailcheck asks for a code. Waiting until you have typed it in, for as long as it holds."
    return Screen("code", progress.stage, "A code to type in", text, Kind.TASK)


def _trouble(facts: Facts, progress: Progress) -> Screen:
    options = [Option("r", "try again")]
    if progress.draft.way is Way.PASSWORD:
        options.append(Option("u", "sign in under another name"))
    options += [Option("h", "use another mail server"), Option("d", "do not connect this account; declare it")]
    text = "\n".join(progress.draft.trouble)
    return Screen("trouble", progress.stage, "That did not work", text, Kind.CHOICE, tuple(options))


def _took_trouble(facts: Facts, progress: Progress, answer: str) -> Progress:
    if answer == "d":
        return declared(facts, progress)
    again = "browser" if progress.draft.way is Way.BROWSER else "secret"
    return progress.to({"r": again, "u": "user", "h": "host"}[answer])


def _where(facts: Facts, progress: Progress) -> Screen:
    options = (Option("p", "ask me each time"), Option("f", "keep it in a file that only I can read"))
    text = WHERE.format(why=progress.draft.trouble[0] if progress.draft.trouble else "")
    return Screen("where", progress.stage, "Where shall it be kept?", text, Kind.CHOICE, options, default="p")


def _signed_in(facts: Facts, progress: Progress) -> Screen:
    draft = progress.draft
    count = draft.messages or 0
    letters = "1 sent message" if count == 1 else f"{count} sent messages"
    looked = "This is your home mail, so mailcheck did not count what you sent." if draft.messages is None else ""
    first = looked or f"{letters} found."
    issuer = facts.issuers.get(draft.issuer)
    could = PERMISSION_COULD.format(issuer=issuer.name) if draft.way is Way.BROWSER and issuer else MORE_THAN_READ
    text = f"Read-only. {first} Nothing was changed.\n\n{draft.kept}\n\n{could}"
    return Screen("signed-in", progress.stage, f"{draft.address} works", text, Kind.NOTE)


STEPS = {
    "user": Step(_user, _took_user, finished),
    "secret": Step(_secret, on("signed-in"), finished),
    "browser": Step(_browser, _took_browser, finished),
    "approve": Step(_approve, on("signed-in"), finished),
    "code": Step(_code, on("signed-in"), finished),
    "trouble": Step(_trouble, _took_trouble, finished),
    "where": Step(_where, on("signed-in"), to("signed-in")),
    "signed-in": Step(_signed_in, lambda facts, progress, answer: finished(facts, progress), finished),
}
