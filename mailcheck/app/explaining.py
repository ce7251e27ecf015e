"""`mailcheck explain`: what a rule looks at, what it cannot see, and how to put things right."""

import click

PRIVACY = """\
What mailcheck reads, and where it goes

It signs in to your mailboxes and reads: the list of folders; dates, sizes and identifiers of letters; who a letter
in your own Sent folder belongs to; and of attached documents as few octets as show whether they need a password.
It never reads the words of a letter. It opens folders read-only, and a filter in front of the connection stops any
command that could change something.

On disk it keeps: your settings (without passwords), what you said, and when a finding was first seen. Letters are
known by a keyed digest. No subject, no file name, no other person's address is ever written anywhere, by any command.

`mailcheck show FINDING` is the one place that shows names: fetched afresh, on your own screen, kept nowhere.

What leaves your computer is only what you send yourself.
"""


@click.command()
@click.argument("topic", required=False)
def explain(topic: str | None) -> None:
    """Say what a rule looks at, or what mailcheck does with your data (`privacy`)."""
    from mailcheck.registry import discover
    from mailcheck.rules import name_of

    pages = {name_of(each): each for each in discover("mailcheck.rules", "rule")}
    if topic is None:
        click.echo("\n".join(["privacy", *sorted(pages)]))
    elif topic == "privacy":
        click.echo(PRIVACY, nl=False)
    elif topic in pages:
        click.echo(page(topic, pages[topic].__doc__ or ""), nl=False)
    else:
        raise click.UsageError(f"There is no rule called {topic!r}. Rules: {', '.join(sorted(pages))}.")


def page(name: str, docstring: str) -> str:
    """Return a rule's docstring as a page for people."""
    import inspect

    return f"{name}\n\n{inspect.cleandoc(docstring)}\n"
