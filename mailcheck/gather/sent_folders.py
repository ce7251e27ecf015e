"""Which folders hold what was sent, and what they may be called in a report."""

from collections.abc import Iterable, Sequence

from mailcheck.gather.mailbox import ListedFolder, Mailbox
from mailcheck.model import Account

UNOPENABLE = frozenset({"\\noselect", "\\nonexistent"})

WELL_KNOWN = (
    # English
    ("Sent", "Sent Items", "Sent Messages", "Sent Mail", "Sent-Mail", "Sent Objects"),
    # Welsh, Irish
    ("Anfonwyd", "Eitemau a Anfonwyd", "Seolta"),
    # German, Dutch
    ("Gesendet", "Gesendete Elemente", "Gesendete Objekte", "Gesendete Nachrichten", "Gesendete E-Mails"),
    ("Verzonden", "Verzonden items", "Verzonden berichten", "Verzonden objecten"),
    # French
    ("Envoyés", "Éléments envoyés", "Messages envoyés", "Objets envoyés", "Envoyé", "Courrier envoyé"),
    # Spanish, Catalan, Portuguese
    ("Enviados", "Elementos enviados", "Mensajes enviados", "Correo enviado", "Enviats", "Elements enviats"),
    ("Itens enviados", "Mensagens enviadas", "Enviadas", "E-mails enviados", "Correio enviado"),
    # Italian, Romanian
    ("Inviati", "Posta inviata", "Inviata", "Elementi inviati", "Messaggi inviati"),
    ("Trimise", "Elemente trimise", "Mesaje trimise"),
    # Swedish, Danish, Norwegian, Finnish, Icelandic
    ("Skickat", "Skickade", "Skickade objekt", "Skickade meddelanden"),
    ("Sendt", "Sendt post", "Sendte", "Sendte elementer", "Sendte mails", "Sendte meldinger"),
    ("Lähetetyt", "Lähetetyt viestit", "Sendur póstur", "Sent atriði"),
    # Polish, Czech, Slovak, Hungarian
    ("Wysłane", "Elementy wysłane", "Wiadomości wysłane"),
    ("Odeslané", "Odeslaná pošta", "Odoslané", "Odoslaná pošta"),
    ("Elküldött", "Elküldött elemek", "Elküldött üzenetek", "Elküldve"),
    # Slovenian, Croatian, Serbian
    ("Poslano", "Poslane stavke", "Poslane poruke", "Poslato"),
    # Estonian, Latvian, Lithuanian
    ("Saadetud", "Saadetud kirjad", "Nosūtītie", "Nosūtītie vienumi", "Išsiųsti", "Išsiųsti laiškai"),
    # Greek, Turkish, Bulgarian, Russian, Ukrainian
    ("Απεσταλμένα", "Σταλμένα", "Gönderilmiş Öğeler", "Gönderilenler", "Gönderilmiş Postalar"),
    ("Изпратени", "Отправленные", "Надіслані", "Відправлені"),
)
_KNOWN = {name.casefold(): name for names in WELL_KNOWN for name in names}
_PROVIDER_PARENTS = ("[gmail]", "[google mail]", "inbox")


def find_sent(mailbox: Mailbox, account: Account) -> tuple[ListedFolder, ...]:
    r"""Return the folders that hold what was sent, in the server's order; empty if none is found.

    The settings' names win outright; else every folder marked `\Sent` (RFC 6154) in any letter case; else the
    provider's names; else well-known names under the personal namespace. A name from the settings that the server
    does not list is returned all the same, so that it is missed aloud.
    """
    listed = tuple(folder for folder in mailbox.folders() if not folder.flags & UNOPENABLE)
    if account.sent_folders:
        return _as_set(listed, account.sent_folders)
    marked = tuple(folder for folder in listed if "\\sent" in folder.flags)
    if marked:
        return marked
    prefix = mailbox.personal_prefix()
    provided = {name.casefold() for name in (account.provider.sent if account.provider else ())}
    by_provider = tuple(
        folder for folder in listed if {folder.name.casefold(), _short(folder, prefix).casefold()} & provided
    )
    return by_provider or tuple(folder for folder in listed if _short(folder, prefix).casefold() in _KNOWN)


def _as_set(listed: Iterable[ListedFolder], names: Sequence[str]) -> tuple[ListedFolder, ...]:
    by_name = {folder.name: folder for folder in listed}
    by_folded = {folder.name.casefold(): folder for folder in by_name.values()}
    return tuple(
        by_name.get(name) or by_folded.get(name.casefold()) or ListedFolder(name, frozenset(), None)
        for name in dict.fromkeys(names)
    )


def _short(folder: ListedFolder, prefix: str) -> str:
    """Return the name under the personal namespace, or under the parent that a provider puts its own folders in."""
    name = folder.name.removeprefix(prefix)
    if folder.delimiter and folder.delimiter in name:
        parent, _, leaf = name.partition(folder.delimiter)
        if parent.casefold() in _PROVIDER_PARENTS:
            return leaf
    return name


def labels_of(folders: Sequence[ListedFolder], prefix: str = "") -> tuple[str, ...]:
    """Return what each folder is called in a report: `Sent`, a well-known name, or `folder 3`; each label once.

    Never the server's own spelling: a folder's name may be a client's.
    """
    labels: list[str] = []
    for number, folder in enumerate(folders, 1):
        known = _KNOWN.get(_short(folder, prefix).casefold())
        if known is None and "\\sent" in folder.flags:
            known = "Sent"
        labels.append(known if known and known not in labels else f"folder {number}")
    return tuple(labels)
