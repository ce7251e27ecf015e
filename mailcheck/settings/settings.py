"""The settings of one member, checked and complete."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path

from mailcheck.dataclass import dataclass
from mailcheck.model import Account, Policy, Said
from mailcheck.model.issuer import Issuer
from mailcheck.model.transition import Transition
from mailcheck.parse.secure_mail import SecureMail
from mailcheck.settings.folders import default_data_folder, state_path_of
from mailcheck.settings.nightly import Nightly


@dataclass(frozen=True, slots=True)
class InKeyring:
    """The password is in the system's own password store, under the account's name."""


@dataclass(frozen=True, slots=True)
class InEnvironment:
    """The password is in an environment variable."""

    name: str


@dataclass(frozen=True, slots=True)
class InFile:
    """The password is the first line of a file that only the member can read."""

    path: Path


@dataclass(frozen=True, slots=True)
class InCredential:
    """The password is a systemd credential (systemd.exec(5), LoadCredential=)."""

    name: str


@dataclass(frozen=True, slots=True)
class FromCommand:
    """A command prints the password. It is run without a shell."""

    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromTokenCommand:
    """A command prints an OAuth 2 access token. It is run without a shell."""

    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FromPrompt:
    """The member types the password in, each time."""


@dataclass(frozen=True, slots=True)
class FromSignIn:
    """The member signed in in the browser (OAuth 2); what came of it is kept, and renewed at each check."""

    issuer: str
    """Whose sign-in it is: a table `[oauth.NAME]`, of the settings, the policy or the providers."""


OneSource = InKeyring | InEnvironment | InFile | InCredential | FromCommand | FromTokenCommand | FromPrompt | FromSignIn


@dataclass(frozen=True, slots=True)
class InTurn:
    """Several places, asked in this order; one that has nothing, is locked or is not there falls through."""

    places: tuple[OneSource, ...]


SecretSource = OneSource | InTurn
"""Where a secret is; never what it is."""


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """An account, and where its secret is."""

    account: Account
    secret: SecretSource


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person configured, the policy, and what the person said."""

    path: Path
    """The settings file."""
    accounts: tuple[AccountSettings, ...]
    policy: Policy
    said: Said = field(default_factory=Said)
    since: date | None = None
    """Incidents are judged from this day on: as configured, else the day of set-up; None before the first run."""
    plugins: tuple[str, ...] = ()
    """Names of installed plugins that may run."""
    member: str = ""
    """The member's name, if given: for the attestation alone."""
    institute_key: str = ""
    """The institute's public key, if the settings name one: whose signature counts."""
    shares_address: bool = False
    """Whether the member agreed that an attestation shows the professional address."""

    data_folder: Path = field(default_factory=default_data_folder)
    """Where this installation keeps its key and what it measured."""
    transition: Transition | None = None
    """The weeks in which the member makes two mailboxes out of one, if the settings name them."""
    declared: tuple[Account, ...] = ()
    """Accounts that the member declares instead of connecting; nothing is asked of their servers."""
    shared_computer: bool = False
    """Whether somebody else uses this computer with the same log-in: nothing secret is kept, notices are neutral."""
    issuers: Mapping[str, Issuer] = field(default_factory=dict)
    """Whose sign-in in the browser can be used, by name; one without a client id cannot, and is here all the same."""
    read_words: bool = False
    """Whether the words of sent letters may be looked at: for passwords beside documents, and links to stored files."""
    secure_mail: SecureMail | None = None
    """The institute's own list of secure mail systems; None: the one that ships with mailcheck."""
    nightly: Nightly = field(default_factory=Nightly)
    """How a nightly run tells of itself."""

    @property
    def state_path(self) -> Path:
        """Where the state that belongs to these settings lies: one file for each member."""
        return state_path_of(self.path, self.data_folder)

    @property
    def said_path(self) -> Path:
        """Where what a person said is kept: beside the settings file."""
        return said_beside(self.path)


def said_beside(settings_path: Path) -> Path:
    """Return the path of the said.toml that belongs to a settings file."""
    return settings_path.with_name("said.toml")
