"""Ninety nights with everything that can go wrong: what was told; nothing told twice, and nothing missed.

One sequence is written down night by night and compared (ninety_nights.txt, for reading); others are made by chance,
and every message is compared with what a plain reckoning says has to be told.
"""

import random
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from mailcheck.app.nightly.due import start_minute
from mailcheck.app.nightly.run import nightly_run
from mailcheck.model import Status
from mailcheck.settings import load_settings
from tests.app.nightly.worlds import DOWN, NO_NETWORK, REFUSED, InventedWorld

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2026, 9, 1, 6, 0, tzinfo=LONDON)
HOUR = timedelta(hours=1)
WRITTEN = Path(__file__).with_name("ninety_nights.txt")
OFFLINE = {"practice": NO_NETWORK, "home": NO_NETWORK}


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A member with two accounts and nothing open."""
    monkeypatch.setenv("MAILCHECK_DATA", str(tmp_path / "data"))
    return InventedWorld(tmp_path / "mailcheck.toml", FIRST)


def ask(world):
    """Let the scheduler ask once; a run that is cut off ends its process."""
    try:
        nightly_run(world.path, world)
    except KeyboardInterrupt:
        world.fails = None  # the power is back the next hour


def day(world, hours=range(24)):
    """Let a day pass, awake in some of its hours; return what was told."""
    before = len(world.shown)
    midnight = world.clock.replace(hour=0, minute=30)
    for hour in hours:
        world.clock = (midnight.replace(tzinfo=None) + hour * HOUR).replace(tzinfo=LONDON)
        ask(world)
    world.clock = (midnight.replace(tzinfo=None) + 24 * HOUR).replace(tzinfo=LONDON)
    return world.shown[before:]


class Story:
    """The ninety nights that are written down: what happens on which day."""

    def __init__(self, world):
        self.world = world
        self.hours = range(24)
        self.events = {
            1: ("switched on; nothing is open", lambda: None),
            3: ("a letter was sent open", lambda: world.open.update({"one": Status.ATTENTION})),
            5: ("two more letters", lambda: world.open.update({"two": Status.ATTENTION, "three": Status.ATTENTION})),
            8: ("the home server is down", lambda: world.trouble.update({"home": DOWN})),
            9: ("it is up again", world.trouble.clear),
            17: ("nobody answered in time: one is not met", lambda: world.open.update({"one": Status.NOT_MET})),
            19: ("the laptop is shut for five days", lambda: setattr(self, "hours", ())),
            24: ("it is opened at nine, without a network until eleven", self.opens_late),
            25: ("awake all day again", lambda: setattr(self, "hours", range(24))),
            27: ("all three are closed", world.open.clear),
            30: ("the home password was changed at the provider", lambda: world.trouble.update({"home": REFUSED})),
            33: ("another letter", lambda: world.open.update({"four": Status.ATTENTION})),
            36: ("the new password is stored", self.new_password),
            40: ("the power fails in the middle of a run", lambda: setattr(world, "fails", KeyboardInterrupt())),
            42: ("the screen shows no notes; another letter", self.no_screen),
            44: ("notes are shown again", lambda: setattr(world, "has_screen", True)),
            47: ("both are closed", world.open.clear),
            50: ("the settings are damaged", lambda: world.write("damaged")),
            56: ("they are mended", world.write),
            57: ("the state is damaged; nothing is open", self.damage),
            60: ("the clock jumps back by three hours", lambda: setattr(world, "clock", world.clock - 3 * HOUR)),
            61: ("nothing happens for a month", lambda: None),
        }

    def opens_late(self):
        """Awake from nine to eleven, offline until then."""
        self.world.trouble = dict(OFFLINE)
        self.hours = (9, 10)

    def new_password(self):
        """The server accepts the new one."""
        self.world.trouble = {}
        self.world.passwords = {"practice": "one", "home": "new"}

    def no_screen(self):
        """Nobody is logged in to a desktop."""
        self.world.has_screen = False
        self.world.open["five"] = Status.ATTENTION

    def damage(self):
        """Something writes over the file."""
        load_settings(self.world.path).state_path.write_bytes(b"x" * 4096)

    def lines(self):
        """Live through it; yield a line for each day on which something happened or was told."""
        for number in range(1, 91):
            date = f"{self.world.clock:%d %b}"
            happened, event = self.events.get(number, ("", lambda: None))
            event()
            told = day(self.world, self.hours)
            if number == 24:  # the network is back
                self.world.trouble = {}
                self.world.clock -= 13 * HOUR
                before = len(self.world.shown)
                ask(self.world)
                told += self.world.shown[before:]
                self.world.clock += 13 * HOUR
            if happened or told:
                yield f"{number:>2}  {date}  {happened}".rstrip()
                yield from (f"{'':12}> {text}" for text in told)


def test_ninety_nights_are_told_as_they_are_written_down(world):
    """Read it as the member lived it."""
    lived = "\n".join(Story(world).lines()) + "\n"
    assert lived == WRITTEN.read_text("utf-8")


def test_in_ninety_nights_a_refused_password_was_shown_once(world):
    """No account is locked by us."""
    list(Story(world).lines())
    assert world.refused == [("home", "two")]


class Reckoning:
    """What has to be told, reckoned plainly beside the program."""

    def __init__(self):
        self.announced, self.last, self.first = {}, None, None

    def expects(self, world, today):
        """Return whether this night has news, and whether something has to be told at all."""
        rank = {Status.ATTENTION: 1, Status.NOT_MET: 2}
        news = [name for name, status in world.open.items() if rank[status] > rank.get(self.announced.get(name), 0)]
        is_old = self.last is not None and (today - self.last).days >= 7
        closed = bool(self.announced) and not world.open
        reminded = is_old and bool(set(world.open) & set(self.announced))
        return len(news), bool(news) or reminded or closed

    def note(self, world, today, told):
        """Remember what the member knows now."""
        if told:
            self.last, self.announced = today, dict(world.open)
        else:
            self.announced = {
                name: min(status, world.open[name]) if name in world.open else status
                for name, status in self.announced.items()
                if name in world.open
            }


def chance(generator, world):
    """Let something happen to the letters."""
    for _ in range(generator.choice([0, 0, 0, 1, 1, 2])):
        world.open[f"letter {generator.randrange(10**6)}"] = generator.choice([Status.ATTENTION, Status.NOT_MET])
    for name in list(world.open):
        if generator.random() < 0.15:
            del world.open[name]
        elif generator.random() < 0.05:
            world.open[name] = Status.NOT_MET


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_nothing_is_told_twice_and_nothing_is_missed(world, seed):
    """Without network, cut off, slept through, with no screen: each message is what a reckoning expects."""
    generator, reckoning = random.Random(seed), Reckoning()
    told_at_all = 0
    for _ in range(90):
        chance(generator, world)
        kind = generator.choice(["fine"] * 6 + ["asleep", "offline", "cut off", "no screen", "failing"])
        hours = () if kind == "asleep" else sorted(generator.sample(range(5, 24), 5))
        world.trouble = dict(OFFLINE) if kind == "offline" else {}
        world.has_screen = kind != "no screen"
        world.fails = {"cut off": KeyboardInterrupt(), "failing": ValueError()}.get(kind)
        today = world.clock.date()
        new, is_due = reckoning.expects(world, today)
        told = day(world, hours)
        if kind in {"asleep", "offline", "failing"}:
            assert [text for text in told if " new" in text or "Still" in text] == []
            continue
        if kind == "no screen":
            assert told == []
            continue
        if is_due:
            (text,) = told
            assert text.startswith(f"mailcheck: {new} new") == bool(new), (text, new)
            told_at_all += 1
        else:
            assert all("All is working" in text or "can be looked at again" in text for text in told), told
        assert len(told) <= 1
        reckoning.note(world, today, told)
    assert told_at_all > 10


def test_there_is_never_more_than_one_whole_run_in_a_night(world):
    """Ninety days, asked every hour, with the change to winter time among them."""
    for _ in range(90):
        day(world)
    start = start_minute(world.path)
    nights = [(moment.replace(tzinfo=None) - timedelta(minutes=start)).date() for moment in world.checks]
    assert len(nights) == len(set(nights))
    assert len(nights) in {90, 91}
