"""What a person configured, and what a person said."""

from mailcheck.settings.accounts import likely_accounts
from mailcheck.settings.folders import default_data_folder, default_settings_path, usual_settings_path
from mailcheck.settings.load import load_settings
from mailcheck.settings.members import Member, load_members
from mailcheck.settings.nightly import Nightly
from mailcheck.settings.policy import load_policy
from mailcheck.settings.providers import load_providers
from mailcheck.settings.said import (
    load_said,
    record_declaration,
    record_device,
    record_exception,
    record_granted,
    record_invitation,
    record_letter,
    record_partners,
    record_practice,
    record_settled,
    record_since,
    record_sorted,
    record_who_else,
)
from mailcheck.settings.settings import (
    AccountSettings,
    FromCommand,
    FromPrompt,
    FromSignIn,
    FromTokenCommand,
    InCredential,
    InEnvironment,
    InFile,
    InKeyring,
    InTurn,
    OneSource,
    SecretSource,
    Settings,
)
from mailcheck.settings.shipped import shipped
from mailcheck.settings.unsaid import take_back_copies, take_back_exception, take_back_settled

__all__ = [
    "AccountSettings",
    "FromCommand",
    "FromPrompt",
    "FromSignIn",
    "FromTokenCommand",
    "InCredential",
    "InEnvironment",
    "InFile",
    "InKeyring",
    "InTurn",
    "Member",
    "Nightly",
    "OneSource",
    "SecretSource",
    "Settings",
    "default_data_folder",
    "default_settings_path",
    "likely_accounts",
    "load_members",
    "load_policy",
    "load_providers",
    "load_said",
    "load_settings",
    "record_declaration",
    "record_device",
    "record_exception",
    "record_granted",
    "record_invitation",
    "record_letter",
    "record_partners",
    "record_practice",
    "record_settled",
    "record_since",
    "record_sorted",
    "record_who_else",
    "shipped",
    "take_back_copies",
    "take_back_exception",
    "take_back_settled",
    "usual_settings_path",
]
