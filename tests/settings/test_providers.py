"""The facts about providers, held to their schema."""

from typing import Annotated, Literal

import pytest
import tomli
from pydantic import BaseModel, ConfigDict, Field

from mailcheck.model import AliasRules, Plus, Provider
from mailcheck.parse.domains import ascii_domain
from mailcheck.parse.hiding import PROVIDERS as HIDING
from mailcheck.settings import load_providers, shipped

Sentence = Annotated[str, Field(pattern=r"^[A-Z].+\.$")]


class Facts(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Server(Facts):
    host: str = Field(pattern=r"^(\{domain\}|([a-z]+\.)?\{domain\}|[a-z0-9.-]+)$")
    port: int = Field(ge=1, le=65535)
    tls: Literal["implicit", "starttls"]


class Alias(Facts):
    plus: Literal["same", "likely", "no", "unknown"]
    dots: Literal["ignored", "significant", "unknown"]
    hyphen: Literal["possible", "no", "unknown"]
    subdomain: bool
    same_mailbox: list[list[str]]
    hidden: bool
    custom_domains: Literal["same", "dots-significant", "n/a"]


class ProviderFacts(Facts):
    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str = Field(min_length=2)
    kind: Literal["mailbox", "hosting", "isp", "no-imap"]
    domains: list[str]
    domain_suffixes: list[str] = []
    domain_globs: list[str] = []
    mx_suffixes: list[str]
    autodetect: bool
    username: Literal["address", "local-part", "account", "bridge"]
    imap: Server | None = None
    imap_alternatives: list[Server] = []
    smtp: Server | None = None
    auth: list[Literal["app-password", "mailbox-password", "bridge-password", "oauth"]]
    account_password: Literal["yes", "no", "unless-2fa", "unknown"]
    oauth: str | None = None
    certainty: Literal["high", "medium", "low"]
    steps: list[str] = Field(min_length=1)
    revoke: list[Sentence] = []
    forwarding_steps: list[Sentence] = []
    forwarding_source: str | None = Field(None, pattern="^https?://")
    access_steps: list[Sentence] = []
    access_source: str | None = Field(None, pattern="^https?://")
    limits: list[str]
    help: str = Field(pattern="^https://")
    sent: list[str]
    source: str = Field(min_length=5)
    unverified: list[str] = []
    alias: Alias


class Issuer(Facts):
    name: str
    authorize: str = Field(pattern="^https://")
    token: str = Field(pattern="^https://")
    device: str | None = Field(None, pattern="^https://")
    tenant: str | None = None
    scopes: list[str] = Field(min_length=1)
    extra: dict[str, str] = {}
    redirect: str
    pkce: Literal[True]
    client_secret: str | None = None
    mechanisms: list[Literal["XOAUTH2", "OAUTHBEARER"]]
    device_flow: bool
    notes: list[str]
    source: str


class Hints(Facts):
    joiners: list[str]
    words: list[str]
    roles: list[str]
    notes: list[str]


class ProvidersFile(Facts):
    file_format: Literal[1] = Field(alias="schema")
    compiled: str
    oauth: dict[str, Issuer]
    provider: list[ProviderFacts]
    shared_hints: Hints


@pytest.fixture(scope="module")
def facts() -> ProvidersFile:
    return ProvidersFile.model_validate(tomli.loads(shipped("providers.toml")))


def test_every_fact_keeps_to_the_schema(facts):
    """Thirty-eight providers, each known once, each with a source."""
    ids = [provider.id for provider in facts.provider]

    assert len(ids) == 38
    assert len(set(ids)) == 38


def test_names_within_the_file_exist(facts):
    """A provider's sign-in page, and every field called unverified, is there."""
    fields = set(ProviderFacts.model_fields) | set(Alias.model_fields)

    assert {provider.oauth for provider in facts.provider} - {None, *facts.oauth} == set()
    assert {field for provider in facts.provider for field in provider.unverified} - fields == set()


def test_domains_are_written_as_they_are_compared(facts):
    """A domain in another form would never be matched; one under two providers would be a toss-up."""
    domains = [domain for provider in facts.provider for domain in provider.domains]
    suffixes = [each for provider in facts.provider for each in (*provider.domain_suffixes, *provider.mx_suffixes)]

    assert [text for text in (*domains, *suffixes) if ascii_domain(text) != text] == []
    assert len(domains) == len(set(domains))
    exchangers = [suffix for provider in facts.provider for suffix in provider.mx_suffixes]
    assert len(exchangers) == len(set(exchangers))


def test_what_cannot_be_read_over_imap_names_no_server(facts):
    """A provider has a server, or is known to have none."""
    assert [each.id for each in facts.provider if (each.imap is None) != (each.kind == "no-imap")] == []


def test_one_mailbox_at_several_domains_is_at_the_providers_own(facts):
    """A group of domains belongs to the provider as a whole."""
    for provider in facts.provider:
        grouped = {domain for group in provider.alias.same_mailbox for domain in group}
        assert grouped <= set(provider.domains)


def test_who_hides_settings_has_the_steps_to_look_oneself(facts):
    """Nobody is asked to look without being told where."""
    known = {each.id: (bool(each.forwarding_steps), bool(each.access_steps)) for each in facts.provider}
    assert {name: known[name] for name in HIDING} == dict.fromkeys(HIDING, (True, True))


def test_everybody_is_told_where_to_look_and_from_which_page_that_comes(facts):
    """Forwarding and access, at every provider; where no page of the vendor was found, the first sentence says so."""
    for provider in facts.provider:
        for steps, source in (
            (provider.forwarding_steps, provider.forwarding_source),
            (provider.access_steps, provider.access_source),
        ):
            assert len(steps) >= 2
            assert steps[0].startswith("We found no help page of ") == (source is None), provider.id


def test_steps_that_nobody_has_tried_are_called_unverified(facts):
    """They are shown, and no verdict rests on them."""
    for provider in facts.provider:
        fields = {name for name in ("forwarding_steps", "access_steps") if getattr(provider, name)}
        assert fields <= set(provider.unverified)


def test_facts_arrive_in_the_model():
    """A provider is what the file says of it."""
    gmail = next(iter(load_providers()))

    assert gmail == Provider(
        id="gmail",
        name="Gmail",
        kind="mailbox",
        domains=("gmail.com", "googlemail.com"),
        mx_suffixes=("gmail-smtp-in.l.google.com",),
        imap_host="imap.gmail.com",
        imap_port=993,
        imap_tls="implicit",
        username="address",
        auth=("app-password", "oauth"),
        account_password="no",
        oauth="google",
        certainty="high",
        steps=gmail.steps,
        limits=gmail.limits,
        help="https://support.google.com/accounts/answer/185833",
        sent=("[Gmail]/Sent Mail", "[Google Mail]/Sent Mail", "[Gmail]/Sent"),
        alias=AliasRules(Plus.SAME, "ignored", "no", False, (("gmail.com", "googlemail.com"),), False, "n/a"),
        unverified=("forwarding_steps", "access_steps", "revoke"),
        revoke=gmail.revoke,
        forwarding_steps=gmail.forwarding_steps,
        access_steps=gmail.access_steps,
    )
    assert (len(gmail.forwarding_steps), len(gmail.access_steps)) == (4, 4)
    assert len(gmail.steps) == 3


def test_every_provider_is_loaded(facts):
    """All of them arrive, in the order of the file."""
    assert [provider.id for provider in load_providers()] == [provider.id for provider in facts.provider]
