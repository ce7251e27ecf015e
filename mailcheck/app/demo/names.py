"""The demo's name system: what a well-kept domain would answer, without a network."""

from mailcheck.gather.domain import Records
from mailcheck.model import Missing

_ANSWERS = {
    "MX": "10 mail.{name}",
    "TXT": "v=spf1 mx -all",
    "A": "127.0.0.1",
}


class DemoNames:
    """Answers for every name of the demo."""

    def look_up(self, name: str, kind: str) -> Records | Missing:
        """Return one record of the usual kinds; nothing for any other name or kind."""
        if not name.rstrip(".").endswith((".example", "localhost", "127.0.0.1")):
            return Records()
        if name.startswith("_dmarc."):
            return Records(("v=DMARC1; p=reject",)) if kind == "TXT" else Records()
        answer = "" if name.startswith("_") else _ANSWERS.get(kind, "")
        return Records((answer.format(name=name),)) if answer else Records()
