"""What the octets of a first check over 40 ms are for, as Dovecot's own record of the session shows it.

    python -m tests.bench.octets [--messages 300]

Prints what was received for each purpose, and for each kind of document how much of it.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailcheck.gather.mailbox import Items
from mailcheck.parse.structure import walk
from tests.bench.speed import Stage, mailcheck, staged
from tests.servers.running import Address

STAMP = re.compile(rb"^\d{10}\.\d{6} ", re.MULTILINE)
"""Before each line of the record."""
LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")
PIECE = re.compile(rb"BODY\[([0-9.]+)\](?:<(\d+)>)? \{\d+\}\r\n\Z")
NAMES = re.compile(rb"BODY\[HEADER\.FIELDS \(.*\)\] ")
UID = re.compile(rb"[ (]UID (\d+)")


@dataclass(frozen=True)
class Answer:
    """One untagged answer: its words, each with the length of the literal that follows them."""

    words: tuple[tuple[bytes, int], ...]

    @property
    def octets(self) -> int:
        """How many octets it took."""
        return sum(len(before) + literal for before, literal in self.words)

    @property
    def text(self) -> bytes:
        """Its words without the literals."""
        return b"".join(before for before, _ in self.words)


def answers(record: bytes) -> Iterator[Answer]:
    """Yield what a server said, answer by answer."""
    octets, at = STAMP.sub(b"", record), 0
    while at < len(octets):
        words: list[tuple[bytes, int]] = []
        literal: re.Match[bytes] | None = None
        while not words or literal:
            end = octets.index(b"\n", at) + 1
            literal = LITERAL.search(octets[at:end])
            length = int(literal[1]) if literal else 0
            words.append((octets[at:end], length))
            at = end + length
        yield Answer(tuple(words))


def count(said: list[Answer], sizes: dict[tuple[int, str], tuple[str, int]]) -> tuple[Counter[str], Counter[str]]:
    """Return the octets by purpose, and those of documents by media type; `sizes` knows the documents."""
    purposes: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for answer in said:
        if b" FETCH " not in answer.text[:30]:
            purposes["all else: sign-in, folders, searches, completions"] += answer.octets
        elif b"BODYSTRUCTURE" in answer.text:
            names, values = sum(map(len, NAMES.findall(answer.text))), sum(length for _, length in answer.words)
            purposes["structures, sizes and dates of letters"] += answer.octets - names - values
            purposes["header fields of letters"] += values
            purposes["the names of those fields, as each answer repeats them"] += names
        elif NAMES.search(answer.text):
            purposes["inbox"] += answer.octets
        else:
            for purpose, kind, octets in _pieces(answer, sizes):
                purposes[purpose] += octets
                types[kind] += octets
    return purposes, types


def _pieces(answer: Answer, sizes: dict[tuple[int, str], tuple[str, int]]) -> Iterator[tuple[str, str, int]]:
    found = UID.search(answer.text)
    uid = int(found[1]) if found else 0
    yield "words around the pieces of documents", "", len(answer.text)
    for before, length in answer.words:
        if piece := PIECE.search(before):
            kind, size = sizes.get((uid, piece[1].decode()), ("?", 0))
            at = None if piece[2] is None else int(piece[2])
            yield _purpose(at, length, size), kind, length


def _purpose(at: int | None, length: int, size: int) -> str:
    if at is None:
        return "documents and pictures fetched whole"
    if at == 0:
        return "their beginnings"
    return "their ends" if at + length >= size else "further pieces of them"


def documents(stage: Stage, address: Address) -> dict[tuple[int, str], tuple[str, int]]:
    """Return the media type and the size of each document, by letter and section."""
    mailbox = address.open()
    mailbox.examine(stage.sent)
    letters = mailbox.envelopes(mailbox.uids(), Items(structure=True))
    mailbox.close()
    parts = ((letter.uid, part) for letter in letters for part in walk(letter.bodystructure).parts)
    return {(uid, part.section): (part.media_type, part.size) for uid, part in parts}


def told(counted: Counter[str], total: int) -> str:
    """Return a table, the largest first."""
    rows = [f"{octets:>11,}{100 * octets / total:>7.1f} %  {name}" for name, octets in counted.most_common() if name]
    return "\n".join((*rows, f"{total:>11,}  100.0 %  in all"))


def main() -> None:
    """Check once, and print what the record shows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=300)
    given = parser.parse_args()
    with staged("dovecot", given.messages, round_trip=0.04, megabits=20, is_recorded=True) as stage:
        record = stage.work / "server" / "rawlog"
        sizes = documents(stage, Address(stage.line.port, stage.authority))
        before = set(record.iterdir())
        mailcheck(stage)()
        [path] = [each for each in set(record.iterdir()) - before if each.suffix == ".out"]
        said = list(answers(Path(path).read_bytes()))
    purposes, types = count(said, sizes)
    total = sum(purposes.values())
    print(f"{given.messages} letters, {stage.truth['octets']:,} octets; received without TLS:\n{told(purposes, total)}")
    many = Counter(kind for kind, _ in sizes.values())
    print("\nof documents, by what their senders call them:")
    for kind, octets in types.most_common():
        if kind:
            print(f"{octets:>11,}  {octets // max(1, many[kind]):>7,} each of {many[kind]:>4}  {kind}")


if __name__ == "__main__":
    main()
