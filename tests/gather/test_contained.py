"""The failure of one look is held, told by its kind, and quotes nothing."""

import logging

from mailcheck.gather.contained import contained
from mailcheck.model import Missing


def test_a_log_tells_where_a_look_failed_and_quotes_no_letter(caplog):
    """The text of an error may hold a subject or a name, and a host may log everything."""

    def look() -> None:
        try:
            int("Subject: about a client")
        except ValueError as error:
            raise KeyError("Jane Doe") from error

    with caplog.at_level(logging.DEBUG):
        missing = contained(look)
    assert isinstance(missing, Missing)
    assert (missing.key, "KeyError" in missing.reason) == ("internal", True)
    assert "KeyError because of ValueError" in caplog.text
    assert "contained.py, line" in caplog.text
    assert not any(word in caplog.text + missing.reason for word in ("client", "Jane"))
