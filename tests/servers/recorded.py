"""What providers say that cannot be run here, after transcripts that people published. Names and numbers are invented.

- Gmail: the example session on https://developers.google.com/workspace/gmail/imap/imap-extensions, and the capabilities
  after sign-in from https://github.com/imapsync/imapsync/issues/239
- Exchange Online: https://github.com/jstedfast/MailKit/issues/2016 (sign-in, capabilities),
  https://github.com/jstedfast/MailKit/issues/1282 (folders), https://github.com/jstedfast/MailKit/issues/638 (EXAMINE)
- iCloud: https://github.com/jstedfast/MailKit/issues/970, https://github.com/nextcloud/mail/issues/3401. How it answers
  GETACL is not known; a refusal is assumed.
- Yahoo: https://github.com/jstedfast/MailKit/issues/358 (sign-in, EXAMINE). That it numbers mailboxes with MAILBOXID 27
  and the like today (OBJECTID, RFC 8474) is from the notes that this project began with; no transcript of it was found.
- Stalwart: OBJECTID+ as in the examples of https://datatracker.ietf.org/doc/draft-ietf-mailmaint-imap-objectid-bis/, by
  authors at Fastmail and Stalwart, whose server (https://github.com/stalwartlabs/stalwart) is one that offers it.
  Written after the draft; no transcript of a session was found.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.servers.scripted import Reply

STORED = "02-Nov-2026 09:00:%02d +0000"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One provider, as it speaks."""

    greeting: bytes
    capabilities: bytes
    """After sign-in."""
    folders: tuple[bytes, ...]
    """The lines of LIST, less `* LIST `."""
    opened: bytes
    """What EXAMINE says beside the counts."""
    sent: str
    named: bytes = b""
    """What STATUS says of a folder under OBJECTID (OBJECTID+), without the item's name; empty: it refuses."""
    more: tuple[tuple[str, Reply], ...] = ()
    """What else it is asked, and answers."""

    def replies(self, numbers: Sequence[int] = ()) -> dict[str, Reply]:
        """Return a script for tests/servers/scripted.py; `numbers` are what Gmail calls its letters."""
        count = max(len(numbers), 6)
        counts = b"* %d EXISTS\r\n* 0 RECENT\r\n* OK [UIDNEXT %d]\r\n" % (count, count + 1)
        listed = b"".join(b"* LIST %s\r\n" % line for line in self.folders)
        uids = b" ".join(b"%d" % uid for uid in range(1, count + 1))
        known: dict[str, Reply] = {
            "AUTHENTICATE": _authenticate,
            "CAPABILITY": b"* CAPABILITY " + self.capabilities + b"\r\n{tag} OK done\r\n",
            "NAMESPACE": b'* NAMESPACE (("" "/")) NIL NIL\r\n{tag} OK done\r\n',
            "LIST": listed + b"{tag} OK done\r\n",
            "EXAMINE": counts + self.opened + b"{tag} OK [READ-ONLY] done\r\n",
            "UID SEARCH": b"* SEARCH " + uids + b"\r\n{tag} OK done\r\n",
            "UID FETCH": _fetch(numbers),
            "STATUS": _status(self.opened, count, self.named),
            "NOOP": b"{tag} OK done\r\n",
        }
        return known | dict(self.more)


def _authenticate(line: bytes) -> bytes:
    """Take the secret, on the same line (SASL-IR, RFC 4959) or after being asked for it."""
    return b"{tag} OK done\r\n" if len(line.split()) > 3 else b"+ \r\n\1{tag} OK done\r\n"


def _status(opened: bytes, count: int, named: bytes) -> Callable[[bytes], bytes]:
    """Answer the counters; an item that is not everywhere is refused."""
    validity = re.search(rb"UIDVALIDITY (\d+)", opened)

    def reply(line: bytes) -> bytes:
        asked = re.fullmatch(rb'\S+ STATUS (\S+|"[^"]*") \(([^)]*)\)', line)
        if named and asked and asked[2] == b"OBJECTID":
            told = b"* STATUS " + asked[1] + b" (OBJECTID " + named + b")\r\n"
            return b"* ENABLED OBJECTID+\r\n" + told + b"{tag} OK Completed\r\n"
        if asked is None or validity is None or {*asked[2].split()} - {b"MESSAGES", b"UIDNEXT", b"UIDVALIDITY"}:
            return b"{tag} BAD Command Argument Error. 12\r\n"
        counters = b"MESSAGES %d UIDNEXT %d UIDVALIDITY %s" % (count, count + 1, validity[1])
        return b"* STATUS " + asked[1] + b" (" + counters + b")\r\n{tag} OK done\r\n"

    return reply


def _fetch(numbers: Sequence[int]) -> Callable[[bytes], bytes]:
    """Answer for every letter that is asked for."""

    def reply(line: bytes) -> bytes:
        uids = [int(uid) for uid in line.split()[3].split(b",")]
        return b"".join(_letter(uid, line, numbers) for uid in uids) + b"{tag} OK done\r\n"

    return reply


def _letter(uid: int, line: bytes, numbers: Sequence[int]) -> bytes:
    header = b"From: client@elsewhere.example\r\nMessage-ID: <%d@elsewhere.example>\r\n\r\n" % uid
    numbered = b"X-GM-MSGID %d " % numbers[uid - 1] if b"X-GM-MSGID" in line else b""
    fields = re.search(rb"HEADER\.FIELDS \([^)]*\)", line)
    body = b" BODY[%s] {%d}\r\n%s" % (fields[0], len(header), header) if fields else b""
    stored = (STORED % uid).encode()
    said = b'* %d FETCH (%sUID %d RFC822.SIZE 900 INTERNALDATE "%s"%s)\r\n'
    return said % (uid, numbered, uid, stored, body)


GMAIL = Recorded(
    greeting=b"* OK Gimap ready for requests from 127.0.0.1 k2if6111336rvb.0\r\n",
    capabilities=(
        b"IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE "
        b"CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584"
    ),
    folders=(
        b'(\\HasNoChildren) "/" "INBOX"',
        b'(\\Noselect \\HasChildren) "/" "[Gmail]"',
        b'(\\HasNoChildren \\All) "/" "[Gmail]/All Mail"',
        b'(\\HasNoChildren \\Drafts) "/" "[Gmail]/Drafts"',
        b'(\\HasNoChildren \\Sent) "/" "[Gmail]/Sent Mail"',
    ),
    opened=b"* FLAGS (\\Answered \\Flagged)\r\n* OK [UIDVALIDITY 1] UIDs valid.\r\n",
    sent="[Gmail]/Sent Mail",
)
EXCHANGE = Recorded(
    greeting=b"* OK The Microsoft Exchange IMAP4 service is ready. [UABSADMA==]\r\n",
    capabilities=(
        b"IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES "
        b"CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+"
    ),
    folders=(
        b'(\\Marked \\HasNoChildren) "/" INBOX',
        b'(\\Marked \\HasNoChildren \\Trash) "/" Deleted',
        b'(\\Marked \\HasNoChildren \\Drafts) "/" Drafts',
        b'(\\Marked \\HasNoChildren \\Sent) "/" "Sent Items"',
    ),
    opened=(
        b"* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $MDNSent)\r\n"
        b"* OK [PERMANENTFLAGS ()] Permanent flags\r\n* OK [UIDVALIDITY 14] UIDVALIDITY value\r\n"
    ),
    sent="Sent Items",
)
ICLOUD = Recorded(
    greeting=(
        b"* OK [CAPABILITY XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 SASL-IR AUTH=ATOKEN AUTH=PLAIN] (1925B11-13a715ea5586) "
        b"st43p00im-example.me.com\r\n"
    ),
    capabilities=(
        b"XAPPLEPUSHSERVICE IMAP4 IMAP4rev1 ACL RIGHTS=tekx CONDSTORE ENABLE QRESYNC QUOTA NAMESPACE UIDPLUS CHILDREN "
        b"BINARY UNSELECT SORT CATENATE URLAUTH LANGUAGE ESEARCH ESORT CONTEXT=SEARCH WITHIN SASL-IR SEARCHRES "
        b"METADATA ID XMSEARCH X-SUN-SORT ANNOTATE-EXPERIMENT-1 X-UNAUTHENTICATE X-SUN-IMAP XUM1 MULTISEARCH IDLE"
    ),
    folders=(
        b'(\\Noinferiors) "/" "INBOX"',
        b'() "/" "Archive"',
        b'() "/" "Deleted Messages"',
        b'() "/" "Sent Messages"',
    ),
    opened=b"* FLAGS (\\Answered \\Flagged)\r\n* OK [UIDVALIDITY 1319477180]\r\n",
    sent="Sent Messages",
    more=(("GETACL", b"{tag} NO [NOPERM] Permission denied\r\n"),),
)
YAHOO = Recorded(
    greeting=(
        b"* OK [CAPABILITY IMAP4rev1 ID MOVE NAMESPACE UIDPLUS LITERAL+ CHILDREN XAPPLEPUSHSERVICE AUTH=PLAIN "
        b"AUTH=XOAUTH2 OBJECTID] IMAP4rev1 imapgate-1.8.1_01.20166\r\n"
    ),
    capabilities=b"IMAP4rev1 ID MOVE NAMESPACE UIDPLUS LITERAL+ XAPPLEPUSHSERVICE OBJECTID SPECIAL-USE",
    folders=(b'(\\HasNoChildren) "/" "Inbox"', b'(\\Sent \\HasNoChildren) "/" "Sent"'),
    opened=(
        b"* OK [UIDVALIDITY 1] UIDs valid\r\n* OK [PERMANENTFLAGS ()] No permanent flags permitted\r\n"
        b"* OK [HIGHESTMODSEQ 102784]\r\n* OK [MAILBOXID (27)] Ok\r\n"
    ),
    sent="Sent",
)
STALWART = Recorded(
    greeting=b"* OK [CAPABILITY IMAP4rev2 IMAP4rev1 AUTH=PLAIN] Stalwart IMAP4rev2 at your service.\r\n",
    capabilities=b"IMAP4rev2 IMAP4rev1 ENABLE SASL-IR LITERAL+ ID NAMESPACE SPECIAL-USE OBJECTID OBJECTID+ JMAPACCESS",
    folders=(b'(\\HasNoChildren) "/" "INBOX"', b'(\\Sent \\HasNoChildren) "/" "Sent Items"'),
    opened=b"* FLAGS (\\Answered \\Flagged)\r\n* OK [UIDVALIDITY 2947264181] UIDs valid\r\n* OK [MAILBOXID (a)] .\r\n",
    sent="Sent Items",
    named=b"(MAILBOXID a ACCOUNTID u1a48e8e3)",
)
