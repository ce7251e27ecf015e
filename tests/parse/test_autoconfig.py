"""What a domain says of its mail servers, whatever it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.parse.autoconfig import Announced, read_autoconfig, read_srv

DOCUMENT = """<clientConfig version="1.1"><emailProvider id="practice.example">
<incomingServer type="imap"><hostname>imap.practice.example</hostname><port>993</port><socketType>SSL</socketType>
<username>%EMAILADDRESS%</username></incomingServer>
<incomingServer type="imap"><hostname>plain.practice.example</hostname><port>143</port><socketType>plain</socketType>
</incomingServer>
<outgoingServer type="smtp"><hostname>smtp.practice.example</hostname></outgoingServer>
</emailProvider></clientConfig>"""


def test_imap_servers_are_taken_in_their_order():
    """One without encryption is left out, and so is every other protocol."""
    assert read_autoconfig(DOCUMENT) == (Announced("imap.practice.example", 993, "tls", "address"),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>Welcome to the Grand Hotel</body></html>",
        '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><clientConfig>&lol;</clientConfig>',
        "<clientConfig>" * 3,
        DOCUMENT.replace("993", "many"),
        DOCUMENT.replace("imap.practice.example", "not a name"),
        DOCUMENT.replace("imap.practice.example", ""),
        DOCUMENT + " " * 70_000,
    ],
)
def test_what_is_no_such_document_names_nothing(text):
    """A captive portal, a bomb, a slip, a giant."""
    assert read_autoconfig(text) == ()


def test_srv_records_come_in_the_order_of_the_rfc():
    """Priority first, then weight."""
    records = ["10 1 993 c.example.", "0 1 993 b.example.", "0 9 993 a.example."]
    assert [each.host for each in read_srv(records, "tls")] == ["a.example", "b.example", "c.example"]


@pytest.mark.parametrize(
    "record", ["", "0 0 0 .", "0 1 993", "x 1 993 a.example.", "0 1 99999 a.example.", "0 1 9 a b."]
)
def test_a_record_that_names_nothing_is_left_out(record):
    """`.` says that the service is not offered."""
    assert read_srv([record], "tls") == ()


@given(st.text())
def test_no_text_breaks_it(text):
    """Whatever a web server or a name server sends."""
    assert isinstance(read_autoconfig(text), tuple)
    assert isinstance(read_srv(text.split("\n"), "tls"), tuple)


@given(st.text(alphabet="<>/ abclientCofgimpServ=\"'&;#x10"))
def test_no_half_document_breaks_it(text):
    """Nor what looks like XML."""
    assert isinstance(read_autoconfig(f"<clientConfig>{text}"), tuple)
