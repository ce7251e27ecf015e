"""XML that may be hostile."""

import pytest

from mailcheck.protection import CannotTell
from mailcheck.protection.markup import elements
from mailcheck.protection.octets import Damaged
from tests.protection.looks import look

SPACE = b'<a xmlns:s="urn:s">'


def test_only_what_is_asked_for_is_kept_with_all_that_is_in_it():
    """Names carry their space in braces, as ElementTree writes them."""
    text = SPACE + b'<b/><s:part s:name="x"><c>one</c></s:part><s:part s:name="y"/></a>'
    found = list(elements(text, look(), {"part"}))
    assert [(each.tag, each.get("{urn:s}name"), each.findtext("c")) for each in found] == [
        ("{urn:s}part", "x", "one"),
        ("{urn:s}part", "y", None),
    ]


def test_a_document_type_is_read_over_and_an_entity_is_refused():
    """Old OpenOffice names one; nobody declares entities in a manifest."""
    assert len(list(elements(b'<!DOCTYPE a PUBLIC "-//x" "a.dtd"><a><part/></a>', look(), {"part"}))) == 1
    for text in (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")):
        with pytest.raises(CannotTell):
            list(elements(text, look(), {"part"}))


def test_half_a_document_is_damaged():
    """The last element must close."""
    for text in (b"", b"<a>", b"<a><part/>", b"no markup"):
        with pytest.raises(Damaged):
            list(elements(text, look(), {"part"}))


def test_depth_and_breadth_are_bounded():
    """Programs nest a handful of elements."""
    with pytest.raises(CannotTell):
        list(elements(b"<a>" * 200 + b"</a>" * 200, look(), {"part"}))
    with pytest.raises(CannotTell):
        list(elements(b"<part>" + b"<b/>" * 2000 + b"</part>", look(), {"part"}))
