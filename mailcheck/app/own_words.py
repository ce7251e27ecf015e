"""Where the institute's own words are: mailcheck has a summary of its policy, and not its text."""

from mailcheck.model import Policy

THEIR_OWN = """\
mailcheck does not have the institute's own words. They are in the policy that your institute gave you: "{title}". \
(mailcheck goes by version {version} of its summary.) {whom}"""
ASK = "If you do not have it, ask your institute for it before you answer."


def where_own_words_are(policy: Policy) -> str:
    """Return where a member reads the policy itself, and whom they ask for it."""
    contact = f" {policy.contact.strip()}" if policy.contact.strip() else ""
    return THEIR_OWN.format(title=policy.title, version=policy.version, whom=f"{ASK}{contact}")
