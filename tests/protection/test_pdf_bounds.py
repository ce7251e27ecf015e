"""What qpdf may spend."""

from pikepdf.settings import get_qpdf_limits

from mailcheck.protection.pdf_bounds import UNPACKED, bounded


def test_the_bounds_are_there_only_while_a_document_is_judged():
    """The program that mailcheck is a part of keeps its own."""
    before = get_qpdf_limits()
    with bounded():
        with bounded():
            assert get_qpdf_limits()["flate_max_memory"] == UNPACKED
        assert get_qpdf_limits()["flate_max_memory"] == UNPACKED
    assert get_qpdf_limits() == before
