"""What has left an account: every document in its sent folders, and whether opening it needs a secret."""

from collections.abc import Callable
from datetime import date

from mailcheck.errors import AccountProblem
from mailcheck.gather.answers import Answers
from mailcheck.gather.examine import Examiner, Judge
from mailcheck.gather.keys import Keys
from mailcheck.gather.known_letters import KnownLetters
from mailcheck.gather.mailbox import Mailbox
from mailcheck.gather.meanwhile import load_beside
from mailcheck.gather.routes import Routes
from mailcheck.gather.sent_folders import find_sent, labels_of
from mailcheck.gather.sent_letters import STUMBLED, reference_of
from mailcheck.gather.sent_look import NO_ANSWER, NOT_OPENED, Found, Progress, SentLook
from mailcheck.gather.together import nothing
from mailcheck.model import Account, Missing, Said, SentMail
from mailcheck.parse.names import words_of_address
from mailcheck.parse.secure_mail import SecureMail
from mailcheck.protection.judge import load_formats
from mailcheck.settings.secure_mail import load_secure_mail
from mailcheck.state import Letters

__all__ = ["NOT_OPENED", "NO_ANSWER", "STUMBLED", "Judge", "Progress", "find_sent", "look_at_sent", "reference_of"]

NO_FOLDER = "No folder of sent letters was found on the server."


def look_at_sent(  # noqa: PLR0913 - all but two are told by name
    mailbox: Mailbox,
    account: Account,
    *,
    since: date,
    said: Said,
    keys: Keys,
    judge: Judge,
    progress: Progress = lambda done, total: None,
    earlier: bool = False,
    secure: SecureMail | None = None,
    letters: Letters | None = None,
    meanwhile: Callable[[], None] = nothing,
) -> SentMail | Missing:
    """Look at every message sent since a day, or with `earlier` before it, and judge every document in it.

    `keys` is under the installation key. A message that cannot be read is told in `unexamined`; a lost connection or
    no sent folder at all is Missing. `progress` may raise Cancelled, which passes through. `secure` is the list of
    secure mail systems; by default the one that ships with mailcheck. `letters` are those that earlier runs read.
    `meanwhile` is called once nothing is left to be asked for, if documents are still computed beside.
    """
    load_beside(load_formats)  # while the server is asked, which costs waiting, not computing
    try:
        folders = find_sent(mailbox, account)
        if not folders:
            return Missing(NO_FOLDER, key="no-sent-folder", retry="never")
        labels = labels_of(folders, mailbox.personal_prefix())
        answers = Answers(said, keys)
        examiner = Examiner(mailbox, keys, judge, answers, words_of_address(account.address))
        routes = Routes(account, secure or load_secure_mail())
        known = KnownLetters(letters, keys, answers)
        look = SentLook(examiner, since, progress, Found(), routes, known, earlier, meanwhile)
        refusals = list(map(look.folder, folders, labels))
    except AccountProblem as problem:
        return Missing.of(problem)
    refused = next((refusal for refusal in refusals if refusal is not None), None)
    if refused is not None and None not in refusals:
        return Missing.of(refused)
    return look.result()
