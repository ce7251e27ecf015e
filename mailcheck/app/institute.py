"""`mailcheck roster key`, `sign-policy` and `sign-exception`: what an institute does with its own key."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailcheck.errors import Problem, UserError

if TYPE_CHECKING:
    from mailcheck.gather.credentials import Secrets
    from mailcheck.model import Policy

KEEP = """\
Members write this line below [policy] in their settings, beside the address or the path of the signed policy. Print
it where they can compare it. The secret half stays on this computer: keep a copy of it where the institute keeps what
must not get lost, and nowhere else."""
OUTPUT = click.option(
    "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The file to write."
)


@click.command("key")
def show_key() -> int:
    """Show the institute's key, which members write into their settings; it is made on first use."""
    from mailcheck.app.saying import reflowed, say
    from mailcheck.attestation.key import in_words
    from mailcheck.parse.sealed import fingerprint, public_of

    public = public_of(_seed())
    click.echo(f'key = "{public}"')
    say(f"\n{reflowed(KEEP)}\n\nIts six words, for reading out: {in_words(fingerprint(public))}", err=True)
    return 0


@click.command("sign-policy")
@click.argument("policy", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--number", type=click.IntRange(min=1), help="Its number; left out: one more than the file's own.")
@OUTPUT
def sign_policy(policy: Path, number: int | None, output: Path) -> int:
    """Sign a POLICY file, so that members' programmes take it from a file or an https address."""
    from mailcheck.app.saying import say
    from mailcheck.app.writing import write_private
    from mailcheck.roster.signing import next_serial
    from mailcheck.roster.signing import sign_policy as sign
    from mailcheck.settings.text import read_text

    seed = _seed()
    serial = number or next_serial(output, seed)
    write_private(output, sign(read_text(policy), str(policy), seed, serial=serial, today=date.today()))
    output.chmod(0o644)  # it is meant for everybody
    say(f"Signed, number {serial}:")
    click.echo(f"  {output}")
    say("Members' programmes take it from now on, and refuse every one with a lower number.")
    return 0


@click.command("sign-exception")
@click.argument("who")
@click.argument("findings", metavar="FINDING...", nargs=-1, required=True)
@click.option("--rule", required=True, metavar="NAME", help="The rule that found it, such as not-joint-address.")
@click.option("--reason", required=True, metavar="KEY", help="Why, by a key of the policy.")
@click.option("--until", required=True, metavar="YYYY-MM-DD", help="The last day on which it holds; a year at most.")
@click.option("--roster", "file", type=click.Path(path_type=Path, dir_okay=False), help="The roster, if not the usual.")
@click.option("--policy", "policy_file", type=click.Path(path_type=Path, dir_okay=False), help="The policy file.")
@OUTPUT
def sign_exception(
    who: str,
    findings: tuple[str, ...],
    rule: str,
    reason: str,
    until: str,
    file: Path | None,
    policy_file: Path | None,
    output: Path,
) -> int:
    """Except findings of one member, by their names in the member's report. Only this lifts them altogether."""
    from mailcheck.app.saying import say
    from mailcheck.app.supervising import chosen_policy, open_roster, the_one
    from mailcheck.app.writing import write_private
    from mailcheck.model.days import typed_day
    from mailcheck.roster.signing import sign_exception as sign

    last, today = typed_day(until), date.today()
    problems = [*_unknown(chosen_policy(policy_file), rule, reason), *_wrong_day(last, today)]
    if problems or last is None:
        raise UserError(problems)
    with open_roster(file) as opened:
        person = the_one(opened, who)
    if person.confirmed is None:
        remedy = "Compare the words of their key first: `mailcheck roster confirm`."
        raise UserError(Problem("This member's key was not confirmed in a call.", who[:60], remedy))
    text = sign(person.confirmed, findings, _seed(), rule=rule, reason=reason, today=today, until=last)
    write_private(output, text)
    say("Signed. Send this file to the member, who runs `mailcheck except --from FILE`:")
    click.echo(f"  {output}")
    return 0


def _unknown(policy: "Policy", rule: str, reason: str) -> list[Problem]:
    wrong = []
    if rule not in policy.rules:
        wrong.append(Problem(f"{rule[:40]!r} is no rule of the policy.", "--rule"))
    if reason not in policy.exception_reasons:
        wrong.append(Problem(f"{reason[:40]!r} is no reason of the policy.", "--reason"))
    return wrong


def _wrong_day(last: date | None, today: date) -> list[Problem]:
    from mailcheck.model.days import months_later

    if last is None or not today <= last <= months_later(today, 12):
        remedy = f"Write a day from {today} to {months_later(today, 12)}."
        return [Problem("is missing, is no day, or is out of reach.", "--until", remedy)]
    return []


def _seed() -> bytes:
    from mailcheck.roster.signing import KEY

    return _keeper().own_key(KEY)


def _keeper() -> "Secrets":
    from mailcheck.app.checking import asker
    from mailcheck.gather.credentials import Secrets
    from mailcheck.settings import default_data_folder

    return Secrets(default_data_folder(), ask=asker())
