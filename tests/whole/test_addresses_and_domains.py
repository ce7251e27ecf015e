"""What addresses, log-ins, mail programs and the name system show, judged by the whole program on a real server."""

import pytest

import mailcheck
from mailcheck.model import Grade, Status
from tests.gather.name_servers import Canned
from tests.whole.mailboxes import fill, letter, letters, settings

pytestmark = pytest.mark.server

WORK, HOME = "anna.morris@practice.example", "anna@home.example"
ZONE = {
    ("localhost", "A"): ["127.0.0.1"],
    ("practice.example", "MX"): ["10 mx.practice.example."],
    ("practice.example", "TXT"): ["v=spf1 mx -all"],
    ("_dmarc.practice.example", "TXT"): ["v=DMARC1; p=reject"],
    ("_25._tcp.mx.practice.example", "TLSA"): ["3 1 1 " + "ab" * 32],
}


@pytest.fixture
def findings(many_users, tmp_path):
    """Return what a check of two accounts finds, each finding with its rule."""

    def look(work=WORK, home=HOME, *, user="home", sent=(), zone=ZONE, authenticated=False, at_home=()):
        fill(many_users, "work", letters("client", 25), sent)
        fill(many_users, "home", letters("friend", 25), at_home)
        subject = mailcheck.load_settings(settings(tmp_path, many_users, "work", user, addresses=(work, home)))
        resolver = Canned(zone, authenticated=authenticated)
        return [(each.rule, each.outcome) for each in mailcheck.check(subject, resolver=resolver).findings]

    return look


def of(found, row):
    """Return the outcomes that name a piece of evidence."""
    return [outcome for _, outcome in found if row in outcome.evidence_ids]


@pytest.mark.parametrize(
    ("work", "home", "row", "status"),
    [
        ("anna.morris@gmail.com", "annamorris+x@googlemail.com", "D1", Status.NOT_MET),
        ("anna.morris@gmail.com", "anna.norris@gmail.com", "D1", Status.MET),
        ("anna@practice.example", "anna+home@practice.example", "D2", Status.ATTENTION),
        ("anna@practice.example", "anna-home@practice.example", "D2", None),
    ],
)
def test_two_addresses_that_are_one_or_look_like_it(findings, work, home, row, status):
    """D1 and D2: by what is known of the provider for certain, or is usual; other spellings are two addresses."""
    found = [outcome for rule, outcome in findings(work, home) if rule == "separate-addresses"]
    assert [each.status for each in found if row in each.evidence_ids] == ([] if status is None else [status])
    assert status is Status.NOT_MET or all(each.status is not Status.NOT_MET for each in found)


@pytest.mark.parametrize(("user", "status"), [("work", Status.NOT_MET), ("home", Status.MET)])
def test_one_log_in_for_both_accounts(findings, user, status):
    """D3: the same server and the same name."""
    (found,) = of(findings(user=user), "D3")
    assert (found.status, found.grade) == (status, Grade.PROOF)


@pytest.mark.parametrize(
    ("work", "row", "grade"),
    [
        ("anna.and.tom@practice.example", "J6", Grade.STRONG),
        ("smithfamily@practice.example", "J6", Grade.STRONG),
        ("anna.thomas@practice.example", "J7", Grade.WEAK),
        ("office@practice.example", "J8", Grade.WEAK),
    ],
)
def test_an_address_that_reads_like_several_people_is_never_more_than_a_question(findings, work, row, grade):
    """J6, J7 and J8: by the address alone."""
    (found,) = of(findings(work), row)
    assert (found.status, found.grade) == (Status.ATTENTION, grade)


@pytest.mark.parametrize("work", [WORK, "familytherapy@practice.example", "sandra@practice.example"])
def test_one_persons_address_and_a_professions_are_not_asked_about(findings, work):
    """A surname, a word for one's work, and a name that only holds another's letters."""
    found = findings(work)
    assert {outcome.status for row in ("J6", "J7", "J8") for outcome in of(found, row)} <= {Status.MET}


def by(program, sender, name):
    """A sent letter that names its program."""
    made = letter(name, sender=sender, to="bo@elsewhere.example")
    made["X-Mailer"] = program
    return made


@pytest.mark.parametrize(
    ("at_work", "at_home", "is_several", "is_one_on_both"),
    [
        (("Apple Mail (2.3774)", "Microsoft Outlook 16.0"), "Apple Mail (2.3774)", True, True),
        (("Apple Mail (2.3774)",), "Microsoft Outlook 16.0", False, False),
    ],
)
def test_programs_are_a_sentence_beside_what_is_met_or_declared(
    many_users, tmp_path, at_work, at_home, is_several, is_one_on_both
):
    """J12: several at work. U8: one on both accounts, beside the declaration. Neither changes what is met."""
    fill(many_users, "work", letters("client", 25), [by(each, WORK, f"by {each}") for each in at_work])
    fill(many_users, "home", letters("friend", 25), [by(at_home, HOME, "at home")])
    subject = mailcheck.load_settings(settings(tmp_path, many_users, "work", "home", addresses=(WORK, HOME)))
    report = mailcheck.check(subject, resolver=Canned(ZONE))
    told = [each.outcome for each in report.findings if "J12" in each.outcome.evidence_ids]
    assert [each.status for each in told] == [Status.ATTENTION] * is_several  # what a Dovecot does not show (J13)
    assert all("2 e-mail programs" in each.detail for each in told)
    notes = {each.id: each.note for each in report.declarations}
    assert bool(notes["private-mail-programme"]) == is_one_on_both


@pytest.mark.parametrize(
    ("gone", "row", "status"),
    [
        ((), "N4", Status.MET),
        ((("practice.example", "TXT"),), "N3", Status.ATTENTION),
        ((("_dmarc.practice.example", "TXT"),), "N4", Status.ATTENTION),
        ((("localhost", "A"),), "N0", Status.COULD_NOT_CHECK),
    ],
)
def test_what_the_name_system_says_of_the_practices_domain(findings, gone, row, status):
    """N0, N1, N3 and N4: at a domain of one's own; a look that fails is no fault."""
    zone = {key: records for key, records in ZONE.items() if key not in gone}
    found = [outcome for rule, outcome in findings(zone=zone) if rule == "domain-protection"]
    assert status in {each.status for each in found if row in each.evidence_ids and "practice" in each.accounts}


@pytest.mark.parametrize(("authenticated", "is_told"), [(True, True), (False, False)])
def test_encryption_on_the_way_is_told_where_a_validating_resolver_vouches_for_it(findings, authenticated, is_told):
    """N2: published certificates without DNSSEC prove nothing, and their absence is nobody's fault."""
    found = [outcome for rule, outcome in findings(authenticated=authenticated) if rule == "domain-protection"]
    (practice,) = (each for each in found if each.accounts == ("practice",))
    assert (practice.status, "N2" in practice.evidence_ids) == (Status.MET, is_told)


def test_a_providers_domain_is_a_note_only(findings):
    """N3 and N4 at Gmail: its affair, and nothing to put right."""
    zone = {("localhost", "A"): ["127.0.0.1"], ("gmail.com", "MX"): ["5 gmail-smtp-in.l.google.com."]}
    found = [outcome for rule, outcome in findings("anna.morris@gmail.com", zone=zone) if rule == "domain-protection"]
    assert found
    assert not {each.status for each in found} & {Status.ATTENTION, Status.NOT_MET}
