"""Reading a settings file, and everything that can be wrong with one."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailcheck.errors import SettingsError
from mailcheck.model import Account, Role, Said, Security, Sorted
from mailcheck.model.said import Answer
from mailcheck.settings import (
    AccountSettings,
    FromCommand,
    FromPrompt,
    FromTokenCommand,
    InCredential,
    InEnvironment,
    InFile,
    InKeyring,
    likely_accounts,
    load_policy,
    load_providers,
    load_settings,
    record_since,
    record_sorted,
    shipped,
)

CANARY = "Zq7-canary-Zq7"

WORK = """
[[account]]
name = "work"
role = "professional"
address = "jane@practice.example"
host = "mail.practice.example"
"""
HOME = """
[[account]]
name = "home"
role = "personal"
address = "jane@gmail.com"
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "mailcheck.toml"


def loaded(file, text):
    file.write_text(text, encoding="utf-8")
    return load_settings(file, environ={})


def account(file, lines, start=WORK):
    """Return the first account of a file whose first account has these further lines."""
    return loaded(file, start + lines).accounts[0]


def told(file, text):
    """Return everything that is said about a settings file with this text."""
    with pytest.raises(SettingsError) as refused:
        loaded(file, text)
    assert CANARY not in str(refused.value)
    return [str(problem).removeprefix(f"{file}: ") for problem in refused.value.problems]


def test_a_small_file_is_enough(file):
    """Name, role and address are enough where the provider is known; a host where it is not."""
    settings = loaded(file, WORK + HOME)
    gmail = load_providers().by_address("jane@gmail.com")

    assert settings.accounts == (
        AccountSettings(
            Account(
                "work",
                Role.PROFESSIONAL,
                "jane@practice.example",
                "mail.practice.example",
                993,
                Security.TLS,
                "jane@practice.example",
            ),
            InKeyring(),
        ),
        AccountSettings(
            Account(
                "home",
                Role.PERSONAL,
                "jane@gmail.com",
                "imap.gmail.com",
                993,
                Security.TLS,
                "jane@gmail.com",
                gmail,
                provider_by_domain=True,
            ),
            InKeyring(),
        ),
    )
    assert (settings.path, settings.policy, settings.said) == (file, load_policy(), Said())
    assert (settings.since, settings.plugins, settings.member) == (None, (), "")
    assert settings.said_path == file.with_name("said.toml")


def test_everything_that_can_be_said_of_an_account(file):
    """Every key arrives where it belongs; paths are taken from the settings file's folder."""
    ca_file = file.with_name("ca.pem")
    ca_file.write_text("")

    seen = account(
        file,
        """
port = 1143
security = "starttls"
user = "jane"
sent = ["Sent", "Gesendet"]
ca_file = "ca.pem"
joint = true
secret = "file:secret"
""",
    )

    assert seen == AccountSettings(
        Account(
            "work",
            Role.PROFESSIONAL,
            "jane@practice.example",
            "mail.practice.example",
            1143,
            Security.STARTTLS,
            "jane",
            joint=True,
            sent_folders=("Sent", "Gesendet"),
            ca_file=str(ca_file),
        ),
        InFile(file.with_name("secret")),
    )


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        ('secret = "keyring"', InKeyring()),
        ('secret = "prompt"', FromPrompt()),
        ('secret = "env:PRACTICE_1"', InEnvironment("PRACTICE_1")),
        ('secret = "file:/run/secrets/mail"', InFile(Path("/run/secrets/mail"))),
        ('secret = "credential:practice.mail"', InCredential("practice.mail")),
        ('secret = { command = ["pass", "show", "mail"] }', FromCommand(("pass", "show", "mail"))),
        ('command = ["pass", "show", "mail"]', FromCommand(("pass", "show", "mail"))),
        ('token_command = ["oauth", "token"]', FromTokenCommand(("oauth", "token"))),
    ],
)
def test_where_a_secret_can_be(file, lines, source):
    """A secret is in the keyring, a variable, a file, a credential, a command's output, or somebody's head."""
    assert account(file, lines).secret == source


@pytest.mark.parametrize(
    ("lines", "port", "security"),
    [
        ("", 993, Security.TLS),
        ("port = 143", 143, Security.STARTTLS),
        ("port = 9993", 9993, Security.TLS),
        ('security = "starttls"', 143, Security.STARTTLS),
        ('host = "localhost"\nsecurity = "none"\nallow_unencrypted_loopback = true', 143, Security.NONE),
        ('host = "127.0.0.1"\nsecurity = "none"\nport = 1143\nallow_unencrypted_loopback = true', 1143, Security.NONE),
    ],
)
def test_port_and_security_go_together(file, lines, port, security):
    """The one that is missing follows from the other."""
    start = WORK.replace('host = "mail.practice.example"\n', "") if "host" in lines else WORK
    seen = account(file, lines, start).account

    assert (seen.port, seen.security) == (port, security)


PLAIN = 'host = "localhost"\nsecurity = "none"\n'


@pytest.mark.parametrize(
    "text",
    [
        WORK,
        HOME + WORK,
        WORK + 'port = 1143\nsecurity = "starttls"\nuser = "jane"\nsent = "Gesendet"\nalso = ["j@practice.example"]',
        WORK + "joint = true\n" + HOME + 'user = "me"',
        WORK.replace('host = "mail.practice.example"\n', PLAIN + "allow_unencrypted_loopback = true"),
        WORK + HOME + "connected = false",
    ],
)
def test_which_servers_it_will_be_is_known_before_a_file_is_checked(file, text):
    """The accounts are those that come of it, so that a connection made ahead is the one that is used."""
    settings = loaded(file, text)
    assert likely_accounts(file) == tuple(each.account for each in settings.accounts)
    assert likely_accounts(file, ["work"]) == tuple(e.account for e in settings.accounts if e.account.name == "work")


@pytest.mark.parametrize(
    "text",
    [
        WORK.replace('host = "mail.practice.example"\n', ""),
        WORK.replace('host = "mail.practice.example"\n', PLAIN),
        WORK + 'security = "perhaps"',
        WORK + 'address = "twice@practice.example"',
        WORK + "port = [1]",
        "account = 3",
        "account = [3]",
        "[[account]]\naddress = 3",
        "no toml",
    ],
)
def test_nobody_is_called_for_an_account_that_cannot_be(file, text):
    """Nor does anything go wrong before loading the settings tells what is wrong."""
    file.write_text(text)
    assert likely_accounts(file) == ()


def test_nobody_is_called_where_there_are_no_settings(file):
    """The first words are what to do."""
    assert likely_accounts(file) == ()


@pytest.mark.parametrize(
    ("address", "lines", "expected"),
    [
        ("jane@icloud.com", "", ("imap.mail.me.com", 993, Security.TLS, "jane", "icloud", True)),
        ("jane@proton.me", "", ("127.0.0.1", 1143, Security.STARTTLS, "jane@proton.me", "proton", True)),
        ("jane@yahoo.com.br", "", ("imap.mail.yahoo.com", 993, Security.TLS, "jane@yahoo.com.br", "yahoo", False)),
        ("jane@icloud.com", 'user = "me"', ("imap.mail.me.com", 993, Security.TLS, "me", "icloud", True)),
        (
            "jane@gmail.com",
            'host = "proxy.example"',
            ("proxy.example", 993, Security.TLS, "jane@gmail.com", "gmail", True),
        ),
        (
            "jane@own.example",
            'host = "imap.gmail.com"',
            ("imap.gmail.com", 993, Security.TLS, "jane@own.example", "google-workspace", False),
        ),
    ],
)
def test_what_is_missing_comes_from_the_provider(file, address, lines, expected):
    """Host, port, security and log-in name are filled in by what is known of the address's domain."""
    text = f'[[account]]\nname = "work"\nrole = "professional"\naddress = "{address}"\n'
    seen = account(file, lines, text).account

    provider = seen.provider and seen.provider.id
    assert (seen.host, seen.port, seen.security, seen.user, provider, seen.provider_by_domain) == expected


def test_since_member_and_policy(file):
    """The other tables are read; changes of the policy reach the rules."""
    settings = loaded(
        file,
        """
[member]
name = "Jane Smith"
[check]
since = 2026-01-31
[policy.rules.no-forwarding]
enabled = false
[policy.decisions]
days-to-sort = 3
"""
        + WORK,
    )

    assert (settings.member, settings.since) == ("Jane Smith", date(2026, 1, 31))
    assert settings.policy.rules["no-forwarding"].is_enabled is False
    assert settings.policy.rules["protected-attachments"].options["days_to_sort"] == 3


def test_another_policy_file(file):
    """An institute's own file is found from the settings file's folder."""
    file.with_name("own.toml").write_text(shipped("policy.toml").replace("mip-social-media", "own"), encoding="utf-8")

    assert loaded(file, '[policy]\nfile = "own.toml"\n' + WORK).policy.id == "own"


def test_what_was_said_is_read_beside_the_settings(file):
    """said.toml belongs to the settings; its day of set-up holds unless the settings name another."""
    answer = Sorted(Answer.NOT_CONFIDENTIAL, date(2026, 3, 1), document="d")
    record_since(file.with_name("said.toml"), date(2026, 2, 1))
    record_sorted(file.with_name("said.toml"), answer)

    settings = loaded(file, WORK)
    later = loaded(file, "[check]\nsince = 2026-02-15\n" + WORK)

    assert settings.said == Said(since=date(2026, 2, 1), sorted=(answer,))
    assert (settings.since, later.since) == (date(2026, 2, 1), date(2026, 2, 15))


def test_damaged_said_file_is_told_with_the_other_problems(file):
    """What a person said is never taken for nothing said."""
    file.with_name("said.toml").write_text("since = ")

    problems = told(file, WORK + "colour = 1\n")

    assert problems[0].startswith('account 1 "work": colour')
    assert "said.toml: What you told mailcheck cannot be read. Nothing was changed." in problems[-1]


def test_the_example_is_sound():
    """The example that ships can be used as it stands."""
    example = Path(__file__).parents[2] / "config" / "mailcheck.example.toml"

    settings = load_settings(str(example), environ={})

    assert [each.account.name for each in settings.accounts] == ["practice", "home"]


def test_the_environment_names_file_and_data_folder(file, tmp_path):
    """Two variables say where settings and data are; a path that is given comes first."""
    file.write_text(WORK)
    environ = {"MAILCHECK_CONFIG": str(file), "MAILCHECK_DATA": str(tmp_path / "data")}

    settings = load_settings(environ=environ)

    assert (settings.path, settings.data_folder) == (file, tmp_path / "data")
    with pytest.raises(SettingsError, match="other"):
        load_settings(tmp_path / "other.toml", environ=environ)


def test_a_file_that_is_not_there_brings_what_to_do(file):
    """Before anything is configured, the demo and the way to begin are named."""
    with pytest.raises(SettingsError) as refused:
        load_settings(file)

    assert str(refused.value) == (
        "There are no settings here yet. To set up your own accounts, run `mailcheck setup`. To see first what "
        f"mailcheck does, run `mailcheck demo`: it needs no settings. Looked for: {file}"
    )


def test_every_problem_is_told_at_once(file):
    """File, account, key, what is wrong, and what would be right: for all of them together."""
    text = """
plugins = ["no-such-plugin"]
colour = "blue"
[member]
nam = "Jane"
[check]
since = "yesterday"
[policy.rules.no-forwardin]
enabled = false
[[account]]
name = "home"
role = "profesional"
address = "not an address"
port = "993"
[[account]]
name = "Home"
role = "personal"
address = "jane@gnail.com"
hots = "x"
[[account]]
name = "third"
role = "personal"
address = "jane@gmial.com"
joint = "yes"
"""

    assert told(file, text) == [
        "colour: is not something that mailcheck knows. Known here: account, check, computer, member, nightly, oauth, "
        "plugins, policy, transition.",
        "member.nam: is not something that mailcheck knows. Did you mean `name`?",
        "check.since: should be a date. Write a day such as 2026-11-22, without quotation marks.",
        'account 1 "home": role: is not one of the words that can stand here. Did you mean `professional`? '
        'Write "professional", "personal" or "enquiries".',
        'account 1 "home": address: is not an email address. Write it as "name@domain", and nothing else.',
        'account 1 "home": port: should be a whole number, without quotation marks. '
        "Write a number from 1 to 65535; 993 is usual.",
        'account 2 "Home": hots: is not something that mailcheck knows. Did you mean `host`?',
        'account 3 "third": joint: should be true or false, without quotation marks. '
        "Write true if you use this home address together with others.",
        "accounts 1 and 2: have the same name. Give each its own.",
        'plugins: "no-such-plugin" is not installed. Install the package that brings it, or take its name out.',
        "policy.rules.no-forwardin: is not something that mailcheck knows. Did you mean `no-forwarding`?",
    ]


def test_an_unknown_server_is_told_with_a_likely_slip(file):
    """Without a host, an unknown domain cannot be reached; a slip of the finger is offered."""
    slip, unknown = (
        told(file, WORK.replace('host = "mail.practice.example"\n', "").replace("practice.example", domain))
        for domain in ("gmial.com", "practice.example")
    )

    what = 'account 1 "work": host: is missing: mailcheck does not know the mail server of this address. '
    name = "your provider's help pages name it as the IMAP or incoming mail server."
    assert slip == [f'{what}Did you mean an address at gmail.com? If not, write host = "…": {name}']
    assert unknown == [f'{what}Write host = "…": {name}']


def test_a_provider_without_imap_is_told_with_what_to_do(file):
    """An NHS mailbox is declared, not connected."""
    problems = told(file, '[[account]]\nname = "nhs"\nrole = "professional"\naddress = "jane@nhs.net"\n')

    assert problems == [
        'account 1 "nhs": address: NHSmail (nhs.net) cannot be read over IMAP. An NHS mailbox belongs to your NHS '
        "employer and must not be connected to outside programs. Declare it instead."
    ]


@pytest.mark.parametrize("text", ["", HOME, "account = []\n"])
def test_a_professional_account_is_needed(file, text):
    """Without a professional account there is nothing to judge."""
    assert told(file, text) == [
        "There is no professional account. "
        'Add an [[account]] with role = "professional", or give one of those that are there this role.'
    ]


def test_an_enquiries_account_is_a_professional_one(file):
    """info@ is judged as professional."""
    assert account(file, "", WORK.replace("professional", "enquiries")).account.role is Role.ENQUIRIES


@pytest.mark.parametrize(
    "line",
    [
        f'password = "{CANARY}"',
        f'pass = "{CANARY}"',
        f'passwd = "{CANARY}"',
        f'app_password = "{CANARY}"',
        f'app-password = "{CANARY}"',
        f'PASSWORD = "{CANARY}"',
        f'token = "{CANARY}"',
        f'access_token = "{CANARY}"',
        f'secret_value = "{CANARY}"',
        f"pin = {{ value = '{CANARY}' }}",
        f'key = ["{CANARY}"]',
    ],
)
def test_a_password_in_the_file_is_refused_and_not_repeated(file, line):
    """Whatever the key is called, the remedy is to take it out and change it."""
    key = line.split(" ")[0]

    for text in (WORK + line, f"[member]\n{line}\n{WORK}", f"{line}\n{WORK}"):
        (problem,) = told(file, text)
        assert f"{key}: holds a password, which does not belong in this file. Take it out, change it" in problem


@pytest.mark.parametrize(
    "value",
    [
        f'"{CANARY}"',
        f'"password:{CANARY}"',
        f'"env:{CANARY}"',  # no name of a variable, so perhaps the password
        '"env:"',
        '"file:"',
        '"credential:"',
        f'"credential:../{CANARY}"',
        f'{{ password = "{CANARY}" }}',
        f'{{ command = "{CANARY}" }}',
        f'{{ command = ["a"], password = "{CANARY}" }}',
        "{ command = [] }",
        f'["{CANARY}"]',
        "12345678",
        "true",
        '""',
    ],
)
def test_a_secret_that_is_no_known_source_is_refused_and_not_repeated(file, value):
    """It may be the password itself."""
    (problem,) = told(file, f"{WORK}secret = {value}\n")

    assert problem.startswith(
        'account 1 "work": secret: does not say where the password is kept. '
        'A password itself does not belong in this file. Write "keyring", "env:NAME"'
    )


def test_one_source_is_enough(file):
    """Two sources of one secret are told."""
    assert told(file, WORK + 'secret = "keyring"\ncommand = ["pass"]\n') == [
        'account 1 "work": secret and command are both there. Keep one, and take the rest out.'
    ]


@pytest.mark.parametrize(
    "lines",
    [
        'security = "none"',
        'security = "none"\nallow_unencrypted_loopback = true',
        'host = "localhost"\nsecurity = "none"',
        'host = "127.0.0.1.evil.example"\nsecurity = "none"\nallow_unencrypted_loopback = true',
    ],
)
def test_no_password_goes_out_without_encryption(file, lines):
    """Only this very computer may be reached without, and only if the settings say so."""
    start = WORK.replace('host = "mail.practice.example"\n', "") if "host" in lines else WORK
    (problem,) = told(file, start + lines)

    assert 'account 1 "work": security: would send the password without encryption.' in problem


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("name", '""', "is empty."),
        ("name", '"jane@practice.example"', "cannot be a name here."),
        ("name", '"a\\u202eb"', "cannot be a name here."),
        ("name", f'"{"x" * 41}"', "is too long."),
        ("name", "3", "should be text in quotation marks."),
        ("address", '"Jane <jane@practice.example>"', "is not an email address."),
        ("host", '"imaps://mail.practice.example"', "is not the name of a server."),
        ("host", '"mail.practice.example:993"', "is not the name of a server."),
        ("host", '""', "is not the name of a server."),
        ("port", "0", "is too small."),
        ("port", "65536", "is too large."),
        ("security", '"ssl"', "is not one of the words that can stand here."),
        ("user", '"a\\u0000b"', "holds a character that cannot be shown."),
        ("sent", "3", "should be a list."),
        ("sent", '["a", 3]', "should be text in quotation marks."),
        ("ca_file", '"none.pem"', "there is no such file."),
        ("joint", "1", "should be true or false, without quotation marks."),
        ("command", '"pass show mail"', "should be a list."),
        ("command", "[]", "is empty."),
    ],
)
def test_each_key_is_held_to_its_kind(file, key, value, what):
    """What is wrong with a value is said, and what would be right; the value is not repeated."""
    lines = [line for line in WORK.splitlines() if not line.startswith(f"{key} =")]

    problems = told(file, "\n".join([*lines, f"{key} = {value}"]))

    assert [what in problem for problem in problems] == [True]
    assert key in problems[0]


def test_a_single_bracket_is_told(file):
    """[account] is a slip that TOML itself allows."""
    assert told(file, WORK.replace("[[account]]", "[account]"))[0] == (
        "account: should be a list. Begin each account with [[account]], in two brackets."
    )


@pytest.mark.parametrize(
    ("text", "place", "meaning"),
    [
        ("[[account]]\nname = work\n", "line 2, column 8", "text stands there without quotation marks."),
        ('name = "work\n', "line 1, column 13", "a quotation mark is missing"),
        ("[[account]\n", "line 1", "a bracket is missing."),
        ('name "work"\n', "line 1, column 6", "a line should read `name = value`."),
        ('a = 1\na = "' + CANARY + '"\n', "line 2", "the same name is given twice."),
        (r'ca_file = "C:\Users\jane"', "line 1", "a path in single ones: 'C:\\Users\\jane\\file'."),
        (f'secret = "{CANARY}" oops', "line 1", "something stands after the end of a value."),
        ("a = " + "[" * 5000, "nested", "Write it more simply."),
    ],
)
def test_a_file_that_is_no_toml_is_told_in_plain_words(file, text, place, meaning):
    """Line, column and what to look for; the line itself may hold a password and is not repeated."""
    (problem,) = told(file, text)

    assert place in problem
    assert meaning in problem


@pytest.mark.parametrize(
    ("octets", "what"),
    [
        ("name = 1".encode("utf-16"), "is not saved as plain text (UTF-8)."),
        (b"\xff", "is not saved as plain text (UTF-8)."),
        (b"#" * (1024 * 1024 + 1), "is too large to be a settings file."),
    ],
)
def test_a_file_that_is_no_text_is_told(file, octets, what):
    """An encoding that a person can change is named."""
    file.write_bytes(octets)

    with pytest.raises(SettingsError, match="mailcheck") as refused:
        load_settings(file)
    assert what in str(refused.value)


def test_a_byte_order_mark_is_no_problem(file):
    """Editors on Windows put one at the beginning."""
    file.write_bytes(b"\xef\xbb\xbf" + WORK.encode())

    assert load_settings(file).accounts[0].account.name == "work"


def test_words_are_read_only_if_the_settings_say_so(file):
    """Off by default."""
    file.write_text(WORK, encoding="utf-8")
    assert load_settings(file).read_words is False
    file.write_text(WORK + "\n[check]\nread_words = true\n", encoding="utf-8")
    assert load_settings(file).read_words is True


def test_an_institutes_list_of_secure_systems_stands_beside_the_settings(file):
    """Named in [check]; a missing one is told with the rest."""
    file.write_text(WORK + '\n[check]\nsecure_mail = "ours.toml"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"ours\.toml: there is no list"):
        load_settings(file)
    file.with_name("ours.toml").write_text("schema = 1\ncompiled = 2027-01-01\nsystem = []\nsecure = []\n")
    assert load_settings(file).secure_mail.compiled.year == 2027


def test_a_folder_is_no_file(tmp_path):
    """A folder given for a file is told."""
    with pytest.raises(SettingsError, match="is a folder"):
        load_settings(tmp_path)


TOML_VALUES = st.recursive(
    st.sampled_from(['"x"', '"prompt"', "1", "-1", "true", "2026-01-01", "1.5", "12:00:00", '"\\u202e"', "inf", '""']),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        inner.map(lambda item: f"{{ name = {item} }}"),
    ),
    max_leaves=4,
)
ACCOUNT_KEYS = ["name", "role", "address", "host", "port", "security", "user", "sent", "ca_file", "joint", "secret"]
OTHER_KEYS = ["account", "member", "check", "policy", "plugins", "command", "token_command", "since", "rules", "x"]
KEYS = st.sampled_from(ACCOUNT_KEYS + OTHER_KEYS)


@given(st.lists(st.tuples(st.sampled_from(["", "[[account]]", "[member]", "[check]", "[policy]"]), KEYS, TOML_VALUES)))
def test_whatever_stands_in_a_file_is_settings_or_problems(tmp_path_factory, lines):
    """No content of a file leads to anything but settings or a list of problems with a place."""
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text("\n".join(f"{table}\n{key} = {value}" for table, key, value in lines), encoding="utf-8")

    problems = problems_of(file)
    assert len(set(likely_accounts(file))) <= len(lines)

    assert [problem for problem in problems if not (problem.what and problem.where)] == []


def problems_of(file):
    """Return the problems of a settings file; none if it can be used."""
    try:
        load_settings(file, environ={})
    except SettingsError as refused:
        return refused.problems or ("an error without a problem",)
    return ()
