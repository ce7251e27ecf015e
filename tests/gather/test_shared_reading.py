"""What several errands ask of the newest letters is fetched once, and each is answered as if it had asked alone."""

from collections import deque
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import AccountProblem
from mailcheck.gather.contacts import look_at_contacts, wishes_for_contacts
from mailcheck.gather.keys import Keys
from mailcheck.gather.mailbox import Items, Listed, Listing
from mailcheck.gather.received import count_replies, wishes_for_replies
from mailcheck.gather.sent_use import look_at_use, wishes_for_use
from mailcheck.gather.shared_reading import Seen, SharedReading
from mailcheck.gather.traces import look_at_traces, wishes_for_traces
from mailcheck.gather.twins import look_for_twins, wishes_for_twins
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.parse.headers import only_fields, read_headers
from mailcheck.state import State
from tests.factories import SINCE
from tests.fake_mailbox import FakeMailbox
from tests.gather.headers import HOME, KEYS, WORK, arrived, letter, recogniser, seen_from

RUN_KEYS = Keys(b"the key of one run")
ERRANDS = {
    "replies": lambda box: count_replies(box, WORK),
    "use": lambda box: look_at_use(box, WORK, recogniser(), since=SINCE, keys=KEYS),
    "traces": lambda box: look_at_traces(box, WORK, seen_from(), RUN_KEYS),
    "contacts": lambda box: look_at_contacts(box, WORK, recogniser(), RUN_KEYS),
    "twins": lambda box: look_for_twins(box, WORK, RUN_KEYS),
}


def mailbox(*, sent: int = 60, **more) -> FakeMailbox:
    """A practice with a few hundred letters, some of them forwarded, some of them answers."""
    mark = arrived(peer="mx1.home.example") + f"X-Sieve-Redirected-From: {HOME.address}\r\n"
    inbox = [
        letter(
            number,
            top=mark if number % 9 == 0 else arrived(),
            sender=f"client{number % 40}@elsewhere.example",
            extra="In-Reply-To: <1@harbour.example>\r\n" if number % 3 == 0 else "",
        )
        for number in range(330)
    ]
    own = [letter(number, sender=WORK.address, to=f"client{number % 30}@elsewhere.example") for number in range(sent)]
    return FakeMailbox({"INBOX": inbox, "Sent": own}, flags={"Sent": ["\\Sent"]}, **more)


def wishes(box) -> Wishes:
    """What all of them ask together."""
    wished = wishes_for_twins(box)
    for each in (wishes_for_replies, wishes_for_use, wishes_for_traces, wishes_for_contacts):
        wished = wished.with_(each(WORK))
    return wished


def test_each_errand_sees_what_it_would_see_alone():
    """Nothing that an errand finds depends on which others there are."""
    together, seen = mailbox(), Seen()
    shared = {name: look(SharedReading(together, seen, wishes(together))) for name, look in ERRANDS.items()}
    assert shared == {name: look(mailbox()) for name, look in ERRANDS.items()}
    assert shared["replies"]
    assert shared["traces"].traces


def test_one_errand_alone_sees_the_same_again():
    """What is not due leaves what is due as it was."""
    for name, look in ERRANDS.items():
        box = mailbox()
        assert look(SharedReading(box, Seen(), wishes(box))) == look(mailbox()), name


def test_each_folder_is_listed_and_fetched_once():
    """One listing, and for each folder: opened, asked what is newest, fetched; and a closer look at marked letters."""
    box, seen = mailbox(), Seen()
    for look in ERRANDS.values():
        look(SharedReading(box, seen, wishes(box)))
    spoken = [call.split()[0] for call in box.calls]
    assert (spoken.count("LIST"), spoken.count("NAMESPACE"), spoken.count("FETCH")) == (1, 1, 3)
    assert (spoken.count("EXAMINE"), spoken.count("SEARCH")) == (3, 2)


def test_what_nobody_wished_for_is_asked_of_the_open_folder():
    """A view whose folder was seen already opens it before it asks for more."""
    box, seen = mailbox(), Seen()
    wished = Wishes(inbox=Wish(10, Items(("From",))), sent=Wish(10, Items(("From",))))
    for folder in ("INBOX", "Sent", "INBOX"):
        view = SharedReading(box, seen, wished)
        view.examine(folder)
        view.envelopes(view.newest(10), Items(("From",)))
    closer = view.envelopes(view.newest(1), Items(("To",)))
    assert read_headers(closer[0].header).first("to") == "anna@harbour.example"
    assert view.newest(20) == mailbox_newest(20)
    assert box.calls[-3:] == ["EXAMINE INBOX", "FETCH", "SEARCH"]


def mailbox_newest(count):
    """The newest UIDs of the inbox, asked alone."""
    box = mailbox()
    box.examine("INBOX")
    return box.newest(count)


def test_a_lost_connection_is_told_to_every_errand():
    """And nothing half seen is kept."""
    box, seen = mailbox(fails_after=2), Seen()
    view = SharedReading(box, seen, wishes(box))
    for _ in range(2):
        with pytest.raises(AccountProblem):
            view.examine("INBOX")
    with pytest.raises(AccountProblem):
        view.still_there()


NAMES = st.sampled_from(["From", "To", "Received", "X-Long-One", "subject"])
LINES = st.lists(st.tuples(NAMES, st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=30)))


@given(LINES, st.lists(NAMES))
def test_fields_are_chosen_as_a_server_chooses_them(lines, names):
    """Whatever is in them, those asked for stay as they were, and no other is there."""
    block = b"".join(f"{name}: {value}\r\n folded {value}\r\n".encode("latin-1") for name, value in lines) + b"\r\n"
    wanted = {name.lower() for name in names}
    expected = [value for name, value in read_headers(block).fields if name in wanted]
    assert [value for _, value in read_headers(only_fields(block, names)).fields] == expected


def listed_with(others: Wishes, seen: Seen, box: FakeMailbox, *batches: tuple[int, ...]) -> list[Listed]:
    """List sent letters in batches, as the look at their documents does."""
    reading = SharedReading(box, seen, others=others)
    reading.enter("Sent", since=date(2000, 1, 1), words=())
    orders = deque(Listing(batch, ("Message-ID",)) for batch in batches)
    listed = [each for each in reading.flow(orders) if isinstance(each, Listed)]
    return sorted(listed, key=lambda each: each.listing.uids)


def test_what_others_wish_for_is_brought_along_where_all_letters_are_listed():
    """Then nothing is fetched for them, and they see what they would see alone."""
    box, seen = mailbox(), Seen()
    others = wishes_for_use(WORK)
    listed = listed_with(others, seen, box, tuple(range(1, 41)), tuple(range(41, 61)))
    before = box.traffic.turns
    found = look_at_use(SharedReading(box, seen, others), WORK, recogniser(), since=SINCE, keys=KEYS)
    assert found == look_at_use(mailbox(), WORK, recogniser(), since=SINCE, keys=KEYS)
    assert box.traffic.turns - before == 2  # the list of folders, and their prefix
    assert [len(each.envelopes) for each in listed] == [40, 20]


def test_only_the_newest_letters_are_asked_for_more():
    """What nobody wishes for is not fetched."""
    box, seen = mailbox(), Seen()
    older, newer = listed_with(
        Wishes(sent=Wish(10, Items(("To",)))), seen, box, tuple(range(1, 41)), tuple(range(41, 61))
    )
    assert b"To:" not in older.envelopes[0].header
    assert b"To:" in newer.envelopes[-1].header
    assert seen.listed["Sent"] == tuple(range(51, 61))


def test_where_not_all_letters_are_listed_others_ask_for_themselves():
    """A letter that earlier runs know is not listed again."""
    box, seen = mailbox(), Seen()
    others = wishes_for_use(WORK)
    listed_with(others, seen, box, tuple(range(1, 60)))
    assert "Sent" not in seen.letters
    found = look_at_use(SharedReading(box, seen, others), WORK, recogniser(), since=SINCE, keys=KEYS)
    assert found == look_at_use(mailbox(), WORK, recogniser(), since=SINCE, keys=KEYS)


def test_where_earlier_runs_know_the_rest_what_is_new_is_brought_along():
    """And nothing is fetched for the sake of those who look at headers."""
    box, seen = mailbox(), Seen()
    with State.in_memory() as state:
        letters = state.uses("work", "basis")
        look = partial(look_at_use, account=WORK, recognise=recogniser(), since=SINCE, keys=KEYS)
        look(mailbox(sent=50), letters=letters)
        others = wishes_for_use(WORK, letters)
        assert others.sent.is_partly_known
        listed_with(others, seen, box, tuple(range(51, 61)))
        before = box.traffic.turns
        assert look(SharedReading(box, seen, others), letters=letters) == look(mailbox())
        assert box.traffic.turns - before == 2  # the list of folders, and their prefix


def test_where_nothing_was_listed_only_what_is_not_known_is_fetched():
    """As where a letter from before the day that counts is new in the folder."""
    box, seen = mailbox(), Seen()
    view = SharedReading(box, seen, Wishes(sent=Wish(500, Items(("From",)), is_partly_known=True)))
    view.examine("Sent")
    assert len(view.newest(500)) == 60
    assert [each.uid for each in view.envelopes((7, 9), Items(("From",)))] == [7, 9]
    assert set(seen.letters["Sent"]) == {7, 9}
