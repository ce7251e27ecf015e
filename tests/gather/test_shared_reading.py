"""What several errands ask of the newest letters is fetched once, and each is answered as if it had asked alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import AccountProblem
from mailcheck.gather.contacts import look_at_contacts, wishes_for_contacts
from mailcheck.gather.keys import Keys
from mailcheck.gather.received import count_replies, wishes_for_replies
from mailcheck.gather.sent_use import look_at_use, wishes_for_use
from mailcheck.gather.shared_reading import Seen, SharedReading
from mailcheck.gather.traces import look_at_traces, wishes_for_traces
from mailcheck.gather.twins import look_for_twins, wishes_for_twins
from mailcheck.gather.wishes import Wish, Wishes
from mailcheck.parse.headers import only_fields, read_headers
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


def mailbox(**more) -> FakeMailbox:
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
    sent = [letter(number, sender=WORK.address, to=f"client{number % 30}@elsewhere.example") for number in range(60)]
    return FakeMailbox({"INBOX": inbox, "Sent": sent}, flags={"Sent": ["\\Sent"]}, **more)


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
    wished = Wishes(inbox=Wish(10, ("From",)), sent=Wish(10, ("From",)))
    for folder in ("INBOX", "Sent", "INBOX"):
        view = SharedReading(box, seen, wished)
        view.examine(folder)
        view.envelopes(view.newest(10), headers=("From",))
    closer = view.envelopes(view.newest(1), headers=("To",))
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
    view.examine("INBOX")
    uids = view.newest(10)
    for _ in range(2):
        with pytest.raises(AccountProblem):
            view.envelopes(uids, headers=("From",))
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
