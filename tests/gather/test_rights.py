"""Namespaces and access control lists, as servers write them and as they spoil them."""

import pytest

from mailcheck.errors import AccountProblem
from mailcheck.gather.imap.rights import others_folder
from mailcheck.gather.mailbox import AccessEntry, ListedFolder
from tests.servers.scripted import CLOSE, Scripted

OFFERS = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN NAMESPACE ACL\r\n{tag} OK done\r\n"
OK = b"{tag} OK done\r\n"


def entries(answer: bytes):
    """Return a folder's list as a server's answer is read."""
    with Scripted({"CAPABILITY": OFFERS, "GETACL": answer}) as server:
        return server.address.open().access_list("INBOX")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"* ACL INBOX anna lrs partner lr", {"anna": "lrs", "partner": "lr"}),
        (b'* ACL "INBOX" "owner" "acdilrsw" "administrators" "lr"', {"owner": "acdilrsw", "administrators": "lr"}),
        (b'* ACL INBOX "a b" lr $staff l 2019 lr NIL lr', {"a b": "lr", "$staff": "l", "2019": "lr", "NIL": "lr"}),
        (b'* ACL INBOX anna ""', {"anna": ""}),
        (b"* ACL INBOX {7}\r\npartner lr", {"partner": "lr"}),
        (b"* ACL INBOX -partner lr", {"-partner": "lr"}),
        (b"* ACL INBOX", {}),
        (b"* ACL INBOX anna", {}),
        (b"* ACL INBOX anna lr\r\n* ACL INBOX partner r", {"anna": "lr", "partner": "r"}),
        ('* ACL INBOX "jörg" lr'.encode(), {"jörg": "lr"}),
    ],
)
def test_lists_as_servers_write_them(line, expected):
    """Dovecot and Cyrus bare, Courier in quotes, any of them as a literal; numbers and NIL are names."""
    assert entries(line + b"\r\n" + OK) == tuple(AccessEntry(name, rights) for name, rights in expected.items())


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (b"{tag} NO [NOPERM] no\r\n", "refused-command"),
        (b"{tag} BAD what\r\n", "refused-command"),
        (b"* ACL INBOX (anna lr) lr\r\n" + OK, "unexpected-answer"),
        (b'* ACL INBOX "anna lr\r\n' + OK, "unexpected-answer"),
    ],
)
def test_no_list_is_a_problem(answer, key):
    """Refused, not known, or not to be read: the session goes on, and nothing of the answer is told."""
    with Scripted({"CAPABILITY": OFFERS, "GETACL": answer, "MYRIGHTS": b"* MYRIGHTS INBOX lr\r\n" + OK}) as server:
        mailbox = server.address.open()
        with pytest.raises(AccountProblem) as caught:
            mailbox.access_list("INBOX")
        assert caught.value.key == key
        assert "anna" not in f"{caught.value}{caught.value.said}"
        assert mailbox.my_rights("INBOX") == "lr"


def test_a_lost_connection_is_told():
    """And the session is closed."""
    with Scripted({"CAPABILITY": OFFERS, "GETACL": CLOSE}) as server:
        mailbox = server.address.open()
        for key in ("reset", "closed"):
            with pytest.raises(AccountProblem) as caught:
                mailbox.access_list("INBOX")
            assert caught.value.key == key


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'* MYRIGHTS "INBOX" "lrs"\r\n', "lrs"),
        (b"* MYRIGHTS INBOX l\r\n", "l"),
        (b'* MYRIGHTS INBOX ""\r\n', ""),
        (b"", ""),
    ],
)
def test_ones_own_rights(line, expected):
    """Without an answer, none."""
    with Scripted({"CAPABILITY": OFFERS, "MYRIGHTS": line + OK}) as server:
        assert server.address.open().my_rights("INBOX") == expected


def test_folders_of_others_are_listed_below_their_prefixes():
    """Each namespace is asked once; what a server lists beside the prefix is left out."""
    namespace = b'* NAMESPACE (("" "/")) (("Other Users/" "/")) (("Shared Folders/" "/"))\r\n' + OK
    below = b'* LIST () "/" "Other Users/bo"\r\n* LIST () "/" "Other Users/bo/Sent"\r\n* LIST () "/" INBOX\r\n' + OK

    def listed(line: bytes) -> bytes:
        return below if b"Other" in line else OK

    with Scripted({"CAPABILITY": OFFERS, "NAMESPACE": namespace, "LIST": listed}) as server:
        found = server.address.open().others_folders()
        assert [line.split(b" ", 1)[1] for line in server.received if b"LIST" in line] == [
            b'LIST "" "Other Users/*"',
            b'LIST "" "Shared Folders/*"',
        ]
    assert [(folder.owner, folder.inner, folder.is_persons) for folder in found] == [
        ("bo", "", True),
        ("bo", "Sent", True),
    ]


@pytest.mark.parametrize(
    "namespace",
    [b"* NAMESPACE NIL NIL NIL\r\n" + OK, b'* NAMESPACE (("" "/")) NIL NIL\r\n' + OK, b"{tag} BAD what\r\n"],
)
def test_a_server_without_others_is_not_asked_for_them(namespace):
    """NIL, as Gmail and Exchange say, or no answer."""
    with Scripted({"CAPABILITY": OFFERS, "NAMESPACE": namespace}) as server:
        assert server.address.open().others_folders() == ()
        assert "LIST" not in server.verbs


def test_a_refused_listing_is_passed_over():
    """One namespace that cannot be listed does not hide the next."""
    namespace = b'* NAMESPACE NIL (("a/" "/")) (("b/" "/"))\r\n' + OK

    def listed(line: bytes) -> bytes:
        return b"{tag} NO no\r\n" if b"a/" in line else b'* LIST () "/" "b/bo"\r\n' + OK

    with Scripted({"CAPABILITY": OFFERS, "NAMESPACE": namespace, "LIST": listed}) as server:
        assert [folder.owner for folder in server.address.open().others_folders()] == ["bo"]


@pytest.mark.parametrize(
    ("name", "prefix", "delimiter", "owner", "inner"),
    [
        ("shared/anna@practice.example/Sent", "shared/", "/", "anna@practice.example", "Sent"),
        ("user.anna^smith.Sent.2026", "user.", ".", "anna.smith", "Sent.2026"),
        ("user/anna^smith", "user/", "/", "anna^smith", ""),
        ("~anna/Sent", "~", "/", "anna", "Sent"),
        ("shared/", "shared/", "/", "", ""),
    ],
)
def test_the_owner_stands_behind_the_prefix(name, prefix, delimiter, owner, inner):
    """Cyrus writes a dot in a user's name as ^ where dots divide folders."""
    found = others_folder(ListedFolder(name, frozenset(), delimiter), prefix, is_persons=True)
    assert (found.owner, found.inner) == (owner, inner)
    assert "anna" not in repr(found)
