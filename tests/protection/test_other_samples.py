"""All formats but ZIP, PDF and Office: every sample is judged rightly, and no harm done to one makes a wrong answer."""

import io

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mailcheck.protection import judge_protection
from tests.patience import computing
from tests.protection.looks import OPEN, PARTIAL, PROTECTED, UNREADABLE, judged
from tests.protection.other_samples import ROWS, sample

DATA = {row["file"]: sample(row["file"]) for row in ROWS}
LABELS = {row["file"]: row["label"] for row in ROWS}
TEXTS = {"text", "html", "rtf", "flat-odf", "icalendar", "vcard"}
"""Complete at any length."""
LETTERS = {"eml", "mbox"}
"""Texts too, but half of one proves nothing about what was attached."""
WITHOUT_LENGTH = {"aescrypt", "age", "axcrypt", "keepass", "luks", "openssl-enc"}
"""What is encrypted here does not say how long it is: a cut in it cannot be seen from outside."""
SEAL = 22
"""Octets that an OpenPGP message may lack, and all of its content is still there."""
HEADLESS = {"names-hidden-4.rar", "names-hidden-5.rar"}
CHAINS = {"public.gpg", "secret-locked.gpg", "winmail.dat", "winmail-protected.dat"}
"""Chains of packets or attributes, whole wherever one of them ends."""
BY_ONE_OCTET = {"store-empty.p12", "secret-open.asc"}
"""Their own programs ask for a password once the octet that says "none", or the seal of the empty one, is damaged."""
BOUNDED = sorted(
    row["file"]
    for row in ROWS
    if row["format"] not in TEXTS | LETTERS | WITHOUT_LENGTH and row["file"] not in HEADLESS | CHAINS
)
ENDLESS = sorted(row["file"] for row in ROWS if row["format"] in WITHOUT_LENGTH or row["file"] in HEADLESS)
QUIET = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_every_sample_is_judged_rightly(row: dict[str, str]):
    """Documents made by the programs that people use, or built from the specification, get what they have."""
    answer = judged(DATA[row["file"]])
    found = (answer.format, str(answer.state), str(answer.strength))
    assert found == (row["format"], row["label"], row["strength"])


@QUIET
@given(name=st.sampled_from(BOUNDED), share=st.floats(0, 0.9))
def test_a_file_that_was_cut_off_is_unreadable(name: str, share: float):
    """Half of the evidence is no evidence: neither protected nor open."""
    content = DATA[name].rstrip(b"\0")  # zeros that fill up the last block are no evidence of anything
    kept = min(int(len(content) * share), len(content) - 23)  # an OpenPGP message may lack its seal of 22 octets
    cut = content[: max(32, kept)]  # the first letters of a signature alone are a text of letters
    assume(len(content) - len(cut) > SEAL)
    assert judged(cut).state is UNREADABLE


@QUIET
@given(name=st.sampled_from(ENDLESS), share=st.floats(0.2, 1))
def test_a_ciphertext_that_was_cut_off_is_never_open(name: str, share: float):
    """Where a cut cannot be seen, what is left needs the secret as before."""
    assert judged(DATA[name][: int(len(DATA[name]) * share)]).state in {PROTECTED, UNREADABLE}


@QUIET
@given(name=st.sampled_from(sorted(n for n in DATA if n.endswith((".eml", ".mbox")))), share=st.floats(0, 0.97))
def test_a_letter_that_was_cut_off_is_never_called_protected(name: str, share: float):
    """What was attached behind the cut is not known."""
    assert judged(DATA[name][: int(len(DATA[name]) * share)]).state in {OPEN, PARTIAL, UNREADABLE}


@QUIET
@given(
    name=st.sampled_from(sorted(DATA)),
    bits=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 7)), min_size=1, max_size=12),
)
def test_flipped_bits_make_no_exception_escape_and_no_open_document_protected(name: str, bits: list[tuple[float, int]]):
    """Whatever a file says, the answer is one of the four; and a bit does not encrypt."""
    data = bytearray(DATA[name])
    for where, bit in bits:
        data[int(where * len(data))] ^= 1 << bit
    with computing(at_most=3):
        state = judged(bytes(data)).state
    wrong = {PROTECTED} if LABELS[name] == "open" and name not in BY_ONE_OCTET else set()
    assert state in {PROTECTED, OPEN, PARTIAL, UNREADABLE} - wrong


@settings(max_examples=300, deadline=None)
@given(start=st.sampled_from(sorted(DATA)), kept=st.integers(1, 300), noise=st.binary(max_size=400))
def test_a_signature_with_noise_behind_it_makes_no_exception_escape(start: str, kept: int, noise: bytes):
    """The head of any format, and then something else."""
    assert judged(DATA[start][:kept] + noise).state in {PROTECTED, OPEN, PARTIAL, UNREADABLE}


class Interrupted(BaseException):
    """What a lazy file raises to ask for octets that are not there yet."""


class Remote(io.BytesIO):
    """A file that is interrupted at one of its reads."""

    def __init__(self, data: bytes, at: int) -> None:
        super().__init__(data)
        self.left = at

    def read(self, size: int | None = -1, /) -> bytes:
        self.left -= 1
        if self.left < 0:
            raise Interrupted
        return super().read(size)


@pytest.mark.parametrize("name", sorted(DATA))
def test_an_interruption_by_a_lazy_file_passes_through_unharmed(name: str):
    """Every read may be the one whose octets must first be fetched."""
    for at in range(200):
        file = Remote(DATA[name], at)
        try:
            answer = judge_protection(file)
        except Interrupted:
            continue
        assert file.left >= 0
        assert str(answer.state) == LABELS[name]
        return
