"""Meeting a server and signing in, for real; what goes wrong becomes four lines on the screen."""

import re
from typing import TYPE_CHECKING

from mailcheck.app.browser import OPEN_YOURSELF
from mailcheck.app.four_lines import four_lines
from mailcheck.app.steps import keeping
from mailcheck.app.steps.entries import account_of
from mailcheck.app.steps.plan import Draft, Progress, Way
from mailcheck.app.steps.servers import provider_of
from mailcheck.errors import AccountProblem, SecretError
from mailcheck.gather.imap.meeting import Met
from mailcheck.gather.secret import Password
from mailcheck.model import Provider
from mailcheck.settings.issuers import known_issuers

if TYPE_CHECKING:
    from mailcheck.app.steps.work import Walk
    from mailcheck.gather.discovered import Discovery
    from mailcheck.gather.oauth.service import DeviceCode, Granted

_MADE = re.compile(r"[a-z]{16}|[a-z]{4}(?:-[a-z]{4}){3}", re.IGNORECASE)
"""What an app password looks like once its spaces are gone."""


def met(walk: "Walk", progress: Progress) -> Progress:
    """Return the progress with the server that was found and met, or with why it was not."""
    if progress.at == "meet":
        account = account_of(walk.facts, progress.draft)
        try:
            return _with_way(walk, progress, walk.outside.meet(account, timeout=8.0))
        except AccountProblem as problem:
            return progress.drafted(trouble=four_lines(problem, progress.draft.name))
    return _found(walk, progress, walk.outside.find(progress.draft.address))


def _found(walk: "Walk", progress: Progress, found: "Discovery") -> Progress:
    provider = found.provider
    known = progress.drafted(provider=provider.id if provider else "", trouble=(), host="")
    if found.server is None:
        return known
    server = found.server
    by_name = server.username == "local-part"
    placed = known.drafted(
        host=server.host,
        port=server.port,
        security=server.security,
        source=server.source.value,
        is_trusted=server.is_trusted,
        user=progress.draft.address.rpartition("@")[0] if by_name else progress.draft.user,
    )
    if found.met is None:
        trouble = four_lines(found.problem, placed.draft.name) if found.problem else ()
        return placed.drafted(trouble=trouble)
    return _with_way(walk, placed, found.met)


def _with_way(walk: "Walk", progress: Progress, server: Met) -> Progress:
    """Let what the server offers decide how one signs in."""
    provider = provider_of(walk.facts, progress.draft) or walk.facts.providers.by_host(progress.draft.host)
    only_browser = provider is not None and provider.auth == ("oauth",)
    way = Way.PASSWORD if server.takes_passwords and not only_browser else Way.BROWSER
    issuer = _issuer(walk, provider) if way is Way.BROWSER else ""
    return progress.drafted(way=way, issuer=issuer, trouble=(), provider=provider.id if provider else "")


def _issuer(walk: "Walk", provider: Provider | None) -> str:
    """Return whose sign-in it is: the provider's, else the one that the settings or the policy add of their own."""
    if provider is not None and provider.oauth:
        return provider.oauth
    own = [name for name, issuer in walk.facts.issuers.items() if name not in known_issuers() and issuer.is_usable]
    return own[0] if own else ""


def with_password(walk: "Walk", progress: Progress, typed: str) -> Progress:
    """Sign in with what was typed, and keep it if it works."""
    secret = Password(_cleaned(typed, provider_of(walk.facts, progress.draft)))
    account = account_of(walk.facts, progress.draft)
    try:
        trial = walk.outside.attempt(account, secret)
    except AccountProblem as problem:
        return progress.drafted(trouble=four_lines(problem, account.name)).to("trouble")
    works = progress.drafted(messages=trial.messages, trouble=())
    return keeping.keep_password(walk, works, secret)


def _cleaned(typed: str, provider: Provider | None) -> str:
    """Return what was pasted without the spaces that providers show in an app password."""
    joined = "".join(typed.split())
    is_made = provider is not None and "app-password" in provider.auth and _MADE.fullmatch(joined)
    return joined if is_made else typed


def in_browser(walk: "Walk", progress: Progress) -> Progress:
    """Sign in in the browser, or with a code, and keep what came of it if the mail server takes it."""
    draft = progress.draft
    try:
        granted = _granted(walk, draft, by_code=progress.at == "code")
        trial = walk.outside.attempt(account_of(walk.facts, draft), granted.token)
    except (AccountProblem, SecretError) as problem:
        return progress.drafted(trouble=four_lines(problem, draft.name)).to("trouble")
    works = progress.drafted(messages=trial.messages, trouble=())
    return keeping.keep_sign_in(walk, works, granted)


def _granted(walk: "Walk", draft: Draft, *, by_code: bool) -> "Granted":
    service = walk.outside.service(walk.facts.issuers[draft.issuer])
    if not by_code:
        with walk.outside.browser() as show_page:

            def open_page(page: str) -> None:
                walk.tell(f"{OPEN_YOURSELF} {page}")
                show_page(page)

            return walk.outside.by_browser(service, open_page, hint=draft.address)

    def show(device: "DeviceCode") -> None:
        walk.tell(f"Open this page in any browser: {device.page}")
        walk.tell(f"Type this code there: {device.user_code}")

    return walk.outside.by_code(service, show)
