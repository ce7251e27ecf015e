"""What a rule or a piece of evidence looks at, on the screen."""

import pytest

from mailcheck.app.cli import main
from mailcheck.settings.evidence import load_catalogue


def test_a_piece_of_evidence_is_explained(capsys):
    """Its question, what is looked at, how much it proves, what follows and what stays hidden."""
    assert main(["explain", "d5"]) == 0
    assert (
        capsys.readouterr().out
        == """\
D5  Are the two accounts two mailboxes?

Looks at:     The long name that some mail servers give to a mailbox (MAILBOXID;
              a short one means nothing), and the name that a few give to an
              account (ACCOUNTID).
Proves:       It can decide alone.
What follows: Not met: both log-ins open one mailbox.
Cannot see:   Anything at a provider that gives no such names.
Used by:      no-forwarding, separate-mailboxes
"""
    )


def test_what_no_rule_judges_by_says_beside_which_declaration_it_stands(capsys):
    """A member's own answer decides there."""
    main(["explain", "U8"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Used by:      no rule; it is said beside the declaration private-mail-programme"


def test_what_is_told_as_another_says_as_which(capsys):
    """A report never names it."""
    main(["explain", "N6"])
    assert "Told as:      A4; a report names no N6 of its own." in capsys.readouterr().out


@pytest.mark.parametrize("entry", load_catalogue().entries, ids=lambda each: each.id)
def test_every_page_fits_a_terminal(entry, capsys):
    """Eighty columns."""
    main(["explain", entry.id])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


def test_the_list_of_topics_names_them(capsys):
    """Without a topic."""
    main(["explain"])
    _, ids = capsys.readouterr().out.split("Pieces of evidence\n")
    assert ids.partition("them.")[2].split() == [each.id for each in load_catalogue().entries]


def test_an_unknown_topic_is_told_with_what_there_is(capsys):
    """Rules by name, evidence by an example."""
    assert main(["explain", "D99"]) != 0
    assert "no evidence called 'D99'" in " ".join(capsys.readouterr().err.split())


def test_a_clause_is_explained_by_its_code(capsys):
    """What it demands, in capitals or not, and which rules measure it."""
    assert main(["explain", "mip-kb-5"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("MIP-KB-5  Confidential documents are protected\n\nA confidential document that you send")
    assert "- protected-attachments  confidential documents leave the professional account\n  protected\n" in out


def test_a_clause_that_no_mailbox_shows_names_the_questions(capsys):
    """And promises no measurement."""
    assert main(["explain", "MIP-KB-6"]) == 0
    assert capsys.readouterr().out.endswith("No mailbox shows this. `mailcheck declare` asks you.\n")


def test_a_clause_in_the_institutes_own_words_says_where_these_are(capsys):
    """One that mailcheck has words for does not."""
    main(["explain", "MIP-PC-1"])
    assert "in the policy that your institute gave you" in " ".join(capsys.readouterr().out.split())
    main(["explain", "MIP-PC-3"])
    assert "that your institute gave you" not in " ".join(capsys.readouterr().out.split())


def test_the_list_tells_what_each_is_about(capsys):
    """Clauses by their titles, rules by what they demand; all within eighty columns."""
    assert main(["explain"]) == 0
    out = capsys.readouterr().out
    assert "- MIP-KB-1  Separate addresses\n" in out
    assert "- secure-connection  the way to the professional mailbox is encrypted" in out
    assert "- privacy  what mailcheck reads" in out
    assert max(map(len, out.splitlines())) <= 80


def test_a_rule_is_a_page_that_fits_the_screen(capsys):
    """Each of its sections a paragraph, wrapped once and not twice."""
    assert main(["explain", "own-identity"]) == 0
    assert (
        capsys.readouterr().out
        == """\
own-identity

Professional letters leave from the professional account, personal ones from the
personal account.

Why: a letter under the wrong address shows a client your home address, or
leaves a professional letter in the mailbox at home.

Looks at: the sender, the address for answers and the automatic replies of both
accounts. No letter is opened.

Cannot see: a letter of which no copy was kept in the Sent folder.

Put right: choose the right account before writing, and make the professional
one the default where you work.
"""
    )


def test_the_contents_say_what_the_codes_are(capsys):
    """Sixty codes by themselves say nothing."""
    main(["explain"])
    codes = capsys.readouterr().out.partition("Pieces of evidence")[2]
    assert codes.strip().startswith("Rules rest on these: each is one thing that can be seen")
