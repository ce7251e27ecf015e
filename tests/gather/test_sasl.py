"""The sign-in conversations, octet by octet."""

from mailcheck.gather.sasl import login, oauthbearer, plain, xoauth2
from mailcheck.gather.secret import Password, Token


def test_plain_is_one_message():
    """PLAIN: no authorisation identity, name, password (the example of RFC 4616 §4, with its non-ASCII neighbour)."""
    assert plain("tim", Password("tanstaaftanstaaf"))(b"") == b"\0tim\0tanstaaftanstaaf"
    assert plain("tim", Password('pä ss\\"'))(b"") == '\0tim\0pä ss\\"'.encode()


def test_login_answers_name_then_password():
    """LOGIN: each question in turn, and nothing more than that."""
    answer = login("ann", Password("secret"))

    assert [answer(b"Username:"), answer(b"Password:"), answer(b"More?")] == [b"ann", b"secret", b""]


def test_oauthbearer_is_as_in_the_rfc():
    """OAUTHBEARER: header, token, end; `=` and `,` in the name are escaped."""
    assert oauthbearer("u=s,er", Token("vF9dft4"))(b"") == b"n,a=u=3Ds=2Cer,\x01auth=Bearer vF9dft4\x01\x01"


def test_xoauth2_is_as_the_vendors_describe_it():
    """XOAUTH2: name, token, end."""
    assert xoauth2("ann@x.example", Token("t"))(b"") == b"user=ann@x.example\x01auth=Bearer t\x01\x01"


def test_the_servers_reason_is_kept():
    """A refused token: the server's object is kept, and answered as each mechanism wants it."""
    for conversation, acknowledgement in ((oauthbearer("a", Token("t")), b"\x01"), (xoauth2("a", Token("t")), b"")):
        conversation(b"")

        assert conversation(b'{"status":"401"}') == acknowledgement
        assert conversation.refusal == b'{"status":"401"}'


def test_a_long_reason_is_cut():
    """A hostile server cannot fill memory with its reason."""
    conversation = xoauth2("a", Token("t"))
    conversation(b"")
    conversation(b"x" * 1_000_000)

    assert len(conversation.refusal) == 4096
