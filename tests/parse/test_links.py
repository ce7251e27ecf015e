"""Links to stored files: which services, in text, in HTML, and inside the links that scanning services write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.model import LinkService
from mailcheck.parse.links import linked_services
from tests.patience import computing

STORED = {
    "https://drive.google.com/file/d/1AbC/view?usp=sharing": LinkService.GOOGLE_DRIVE,
    "https://docs.google.com/document/d/1AbC/edit": LinkService.GOOGLE_DRIVE,
    "https://1drv.ms/b/s!Abc": LinkService.ONEDRIVE,
    "https://practice-my.sharepoint.com/:w:/g/personal/anna/Eabc": LinkService.ONEDRIVE,
    "https://www.dropbox.com/scl/fi/abc/notes.pdf?rlkey=x": LinkService.DROPBOX,
    "https://www.icloud.com/attachment/?u=https%3A%2F%2Fcvws.icloud-content.com%2FB%2Fabc": LinkService.ICLOUD,
    "https://we.tl/t-abc": LinkService.WETRANSFER,
    "https://app.box.com/s/abc": LinkService.BOX,
    "https://mega.nz/file/abc#key": LinkService.OTHER,
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fdrive.google.com%2Ffile%2Fd%2F1&data=1": (
        LinkService.GOOGLE_DRIVE
    ),
    "https://urldefense.com/v3/__https://www.dropbox.com/s/abc/x.pdf__;!!abc": LinkService.DROPBOX,
    '<div class="gmail_chip gmail_drive_chip" style="width:396px">': LinkService.GOOGLE_DRIVE,
    '<div id="OwaReferenceAttachments" contenteditable="false">': LinkService.ONEDRIVE,
}
NOT_STORED = (
    "https://www.google.com/search?q=drive",
    "https://www.dropbox.com/login",
    "https://drive.google.com/",
    "https://we.tl.example/t-abc",
    "https://notdropbox.com/s/abc",
    "https://wetransfer.com/about",
    "I put it on Dropbox.",
    "",
)


@pytest.mark.parametrize(("text", "service"), STORED.items())
def test_a_link_to_a_stored_file_names_its_service(text, service):
    """By its place, or by the mark that a mail program puts around it."""
    assert linked_services(f"Here it is: {text} Best wishes") == (service,)


@pytest.mark.parametrize("text", NOT_STORED)
def test_other_links_are_none_of_our_business(text):
    """A front page, a name that only looks alike, a word."""
    assert linked_services(text) == ()


def test_several_services_are_told_once_each():
    """In an order of their own."""
    text = "https://we.tl/t-a https://1drv.ms/b/a https://1drv.ms/b/c"
    assert linked_services(text) == (LinkService.ONEDRIVE, LinkService.WETRANSFER)


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text):
    """Never an exception."""
    assert isinstance(linked_services(text), tuple)


@pytest.mark.parametrize("piece", ["h", "https://", "https://a/", "%2f", "class=", "https%3A%2F%2F"])
def test_the_time_grows_with_the_letter_only(piece):
    """No expression runs away."""
    with computing(at_most=1):
        linked_services(piece * (256 * 1024 // len(piece)))
