"""The invitation: a text that the supervisor sends to the professional address that a member really uses. Pure."""

from mailcheck.model import Policy

TEXT = """\
Subject: {code}

Dear colleague,

this letter was sent to the address that you use for your professional work.
Its subject is a code. When mailcheck finds it in your professional mailbox,
and not in your home one, that shows that the two are two, and that this
address is yours. Please do not forward or answer this letter, and keep it.

What to do, in your own time (about forty minutes all together):

 1. Get mailcheck from your institute: ask me where it is, if nobody has
    told you. Install it as its quick start says, and set it up:
        mailcheck setup
 2. Give it the code:
        mailcheck onboarding {code}{devices}
    It tells you each next step and shows how far you are: a letter to
    yourself from each device, a practice document that you protect and
    send, and a few questions that no mailbox can answer.
 3. See what I would get, and write it if you agree:
        mailcheck attest
 4. Send me that file. Then we have a short call and compare six words.

mailcheck only reads. It changes nothing in your mailboxes and sends nothing.
What I get holds no client's name, address, subject or file name: it has no
place for one.
{contact}"""


def invitation(code: str, policy: Policy, *, devices: int) -> str:
    """Return the text of an invitation, its subject first."""
    asked = f" --devices {devices}" if devices else ""
    contact = f"\n{policy.contact}\n" if policy.contact else ""
    return TEXT.format(code=code, devices=asked, contact=contact)
