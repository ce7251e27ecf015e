"""Turns whatever went wrong with a server into an AccountProblem: the key, the plain words, the server's sentence.

Errors are told `from None`: imapclient's and imaplib's texts quote the server's answer, which may hold a file name, an
address or a subject, and a traceback would print them.
"""

import re
from dataclasses import field

from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, ProtocolError

from mailcheck.dataclass import dataclass
from mailcheck.errors import AccountProblem
from mailcheck.gather.refusals import Circumstances, Stage, find, problem, recognise, row, shown
from mailcheck.gather.secret import Password, Secret, Token
from mailcheck.gather.wire import Wire
from mailcheck.model import Account

APP_PASSWORD = re.compile(r"[a-z]{16}", re.IGNORECASE)
_UNTAGGED = re.compile(r"\* (?:NO|BAD|BYE)\b|\* OK \[ALERT\]", re.IGNORECASE)
_TAGGED = re.compile(r"[A-Z]+[0-9]+ (?P<answer>(?P<kind>NO|BAD)\b.*)", re.IGNORECASE)
_CODE = re.compile(r"(?:NO|BAD|\* BYE) \[[A-Z-]+\]")


@dataclass(slots=True)
class Telling:
    """What is known for telling a problem, gathered while a session is opened and used."""

    account: Account
    secret: Secret
    wire: Wire | None = None
    greeting: str = ""
    challenge: str = ""
    folders: list[str] = field(default_factory=list)
    """Names that must not be repeated."""

    def by_key(self, key: str) -> AccountProblem:
        """Return the problem for something that mailcheck found itself."""
        return problem(row(key), self.account)

    def of_greeting(self) -> AccountProblem:
        """Return the problem for a greeting that is not an IMAP server's "come in"."""
        found = recognise(self.greeting, self._circumstances(Stage.GREETING))
        return problem(found, self.account, said=self.greeting.partition("\n")[0])

    def of_sign_in(self, error: Exception) -> AccountProblem:
        """Return the problem for a sign-in that failed."""
        said = "\n".join(self._heard())
        about = self._circumstances(Stage.SIGN_IN)
        found = find(said, about)
        if found is None and is_lost(error):
            return self._of_lost(error, said)
        if found is None:
            is_refused = any(line.upper().startswith("NO") for line in self._heard())
            found = recognise(said, about) if is_refused else row("unexpected-answer")
        return problem(found, self.account, said=said, hidden=(self.secret.value,))

    def of_session(self, error: Exception, *, otherwise: str) -> AccountProblem:
        """Return the problem for a command that failed; `otherwise` is the key for a refusal without a known reason."""
        said = "\n".join(self._heard())
        if is_lost(error):
            return self._of_lost(error, said)
        found = find(said, self._circumstances(Stage.SESSION))
        if found is None:
            code = _CODE.search(said)
            return problem(row(otherwise), self.account, said=code[0] if code else "")
        return problem(found, self.account, said=said, hidden=(self.secret.value, *self.folders))

    def _of_lost(self, error: Exception, said: str) -> AccountProblem:
        """Return the problem for a connection that is gone: what the server last said counts more than how it went."""
        last_words = find(said, self._circumstances(Stage.SESSION)) or find(said, self._circumstances(Stage.GREETING))
        if last_words is not None:
            return problem(last_words, self.account, said=said, hidden=(self.secret.value, *self.folders))
        cause = error if isinstance(error, OSError) else error.__context__
        if isinstance(cause, OSError):
            return problem(recognise(shown(cause), self._circumstances(Stage.CONNECT)), self.account)
        return self.by_key("unexpected-answer")

    def _heard(self) -> list[str]:
        """Return the lines by which the server refused, without their tags."""
        heard = []
        for line in () if self.wire is None else self.wire.heard:
            text = line.decode("utf-8", "replace")
            if tagged := _TAGGED.fullmatch(text):
                heard.append(tagged["answer"])
            elif _UNTAGGED.match(text):
                heard.append(text)
        return heard

    def _circumstances(self, stage: Stage) -> Circumstances:
        provider = self.account.provider
        return Circumstances(
            stage,
            provider=provider.id if provider else "",
            host=self.account.host,
            greeting=self.greeting,
            secret=_kind(self.secret),
            challenge=self.challenge,
        )


def _kind(secret: Secret) -> str:
    match secret:
        case Token():
            return "token"
        case Password(value) if APP_PASSWORD.fullmatch(value.replace(" ", "")):
            return "app-password"
        case _:
            return "password"


def is_lost(error: Exception) -> bool:
    """Return whether the connection is of no more use after `error`."""
    return isinstance(error, OSError | IMAPClientAbortError)


def is_refusal(error: Exception) -> bool:
    """Return whether the server answered NO or BAD and the session goes on."""
    return isinstance(error, IMAPClientError) and not isinstance(error, IMAPClientAbortError | ProtocolError)
