"""Signing in in the browser, with a code, and renewing it, against a real sign-in service on loopback."""

import contextlib
import ssl
import threading
from pathlib import Path

import httpx
import pytest

from mailcheck.errors import SecretError
from mailcheck.gather.keyring_store import SERVICE
from mailcheck.gather.oauth.device import by_code
from mailcheck.gather.oauth.kept import IN_FILE, IN_MEMORY, IN_STORE, SignIns, user_of
from mailcheck.gather.oauth.loopback import by_browser
from mailcheck.gather.oauth.service import Granted, Service, consent_link
from mailcheck.gather.secret import Token
from mailcheck.settings.issuers import issuers, known_issuers
from tests.app.test_passwords import Store
from tests.gather.test_refusals import BROWSER, STORE
from tests.patience import PATIENCE
from tests.servers.processes import free_port
from tests.servers.sign_in_service import CLIENT_ID, SignInService

CANARY = "token-Zq7canary"


@pytest.fixture
def service(authority):
    with SignInService(lambda user: f"{CANARY}-{user}", authority.context()) as running:
        yield running


@pytest.fixture
def http(authority):
    with httpx.Client(verify=ssl.create_default_context(cafile=str(authority.ca_file)), timeout=PATIENCE) as client:
        yield client


def browsing(http):
    """A browser whose member presses Accept."""

    def browse(page):
        with contextlib.suppress(httpx.HTTPError):  # whoever waited has seen enough, and may have hung up
            http.get(page, follow_redirects=True)

    return browse


def refusal(call) -> SecretError:
    with pytest.raises(SecretError) as caught:
        call()
    return caught.value


def test_the_browser_comes_back_with_a_permission(service, http):
    """Code, state and proof: the service hands out a token only for the verifier that belongs to the challenge."""
    granted = by_browser(Service(service.issuer(), http), browsing(http), hint="jane@practice.example")
    assert granted.token == Token(f"{CANARY}-jane@practice.example")
    assert granted.refresh in service.refresh_tokens
    assert CANARY not in repr(granted)
    assert service.asked[0]["client_id"] == CLIENT_ID
    assert "client_secret" not in service.asked[0]


def test_a_secret_that_is_none_goes_along_where_it_was_issued(service, http):
    """Google's desktop programs get one."""
    by_browser(Service(service.issuer(client_secret="not-confidential"), http), browsing(http))
    assert service.asked[0]["client_secret"] == "not-confidential"


def test_a_cancelled_sign_in_is_told(service, http):
    """In the table's own words, with what the service said."""
    service.refuses = "access_denied"
    told = refusal(lambda: by_browser(Service(service.issuer(), http), browsing(http)))
    assert (told.key, told.said) == ("oauth-declined", "access_denied: said no")


def test_an_answer_to_another_sign_in_is_not_taken(service, http):
    """Somebody else's code with a made-up state gets a 404, and the waiting goes on."""
    seen = []

    def attacked(page):
        way_back = httpx.URL(page).params["redirect_uri"]
        seen.append(http.get(f"{way_back}?code=stolen&state=guessed").status_code)
        seen.append(http.get(f"{way_back}?code=stolen").status_code)
        http.get(page, follow_redirects=True)

    granted = by_browser(Service(service.issuer(), http), attacked)
    assert seen == [404, 404]
    assert granted.token.value.startswith(CANARY)


def test_a_browser_that_never_comes_back_is_not_waited_for_for_ever(service, http):
    """After five minutes it is said; here the clock runs faster."""
    ticks = iter(range(0, 10_000, 200))
    told = refusal(
        lambda: by_browser(Service(service.issuer(), http), lambda page: None, clock=lambda: float(next(ticks)))
    )
    assert told.key == "oauth-no-answer"


def test_the_page_that_is_opened_asks_for_what_the_issuer_needs(http):
    """For each known issuer: its own address, PKCE, its extras, and the tenant in its place."""
    for name, known in known_issuers().items():
        issuer = issuers({name: {"client_id": "abc"}})[name]
        page = httpx.URL(Service(issuer, http).page(redirect="http://127.0.0.1:1", state="s", challenge="c"))
        assert page.params["code_challenge_method"] == "S256"
        assert page.params["scope"] == " ".join(known.scopes)
        assert dict(known.extra).items() <= dict(page.params).items()
        assert "{" not in str(page)
        assert not known.client_id


def test_a_code_is_typed_elsewhere(service, http):
    """Pending means to wait; slow down means to wait five seconds longer each time."""
    service.answers = [{"error": "authorization_pending"}, {"error": "slow_down"}, {"error": "authorization_pending"}]
    shown, waited = [], []
    granted = by_code(Service(service.issuer(), http), shown.append, sleep=waited.append)
    assert granted.token.value == f"{CANARY}-user0"
    assert (shown[0].user_code, shown[0].page) == ("WDJB-MJHT", "https://example.org/device")
    assert waited == [0.0, 0.0, 5.0, 5.0]


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("access_denied", "oauth-declined"),
        ("authorization_declined", "oauth-declined"),
        ("expired_token", "oauth-too-late"),
        ("AADSTS65001", "ms-admin-consent"),
        ("invalid_client", "oauth-client"),
    ],
)
def test_a_refused_code_ends_the_waiting(service, http, said, key):
    """Whatever is not "wait" is told at once."""
    service.answers = [{"error": said}]
    told = refusal(lambda: by_code(Service(service.issuer(), http), lambda device: None, sleep=lambda _: None))
    assert told.key == key


def test_a_code_that_nobody_types_runs_out(service, http):
    """Even where the service goes on saying "pending"."""
    service.answers = [{"error": "authorization_pending"}] * 100
    ticks = iter(range(0, 10_000, 30))
    told = refusal(
        lambda: by_code(
            Service(service.issuer(), http),
            lambda device: None,
            sleep=lambda _: None,
            clock=lambda: float(next(ticks)),
        )
    )
    assert told.key == "oauth-too-late"


@pytest.mark.parametrize("octets", [b"<html>Welcome to the Grand Hotel</html>", b"[]", b"{}", b'{"access_token": 3}'])
def test_what_is_no_sign_in_service_is_known_for_it(service, http, octets):
    """A captive portal, most likely."""
    service.answers = [octets]
    assert refusal(lambda: Service(service.issuer(), http).renew("old")).key == "oauth-portal"


def test_a_service_that_is_not_reached_is_told_as_any_server(service, http, authority):
    """The socket's or TLS's own error decides."""
    nobody = service.issuer(token=f"https://localhost:{free_port()}/token")
    assert refusal(lambda: Service(nobody, http).renew("old")).key == "refused"
    with SignInService(str, authority.expired()) as running:
        assert refusal(lambda: Service(running.issuer(), http).renew("old")).key == "tls-expired"
    with SignInService(str, authority.context("other.example")) as running:
        assert refusal(lambda: Service(running.issuer(), http).renew("old")).key == "tls-name"


def kept(tmp_path: Path, service, http, store=None, **changes) -> SignIns:
    told = changes.pop("tell", lambda text: None)
    return SignIns(
        tmp_path,
        lambda: store if store is not None else Store(),
        {"local": service.issuer()},
        service=lambda issuer: Service(issuer, http),
        tell=told,
        **changes,
    )


def signed_in(service, http) -> Granted:
    return by_browser(Service(service.issuer(), http), browsing(http))


def test_a_sign_in_is_renewed_and_its_rotation_kept(tmp_path, service, http):
    """The old one is worth nothing afterwards, so the new one takes its place; one token serves a whole run."""
    store = Store()
    sign_ins = kept(tmp_path, service, http, store)
    assert sign_ins.keep("practice", signed_in(service, http)) == IN_STORE
    first = store.kept[SERVICE, user_of("practice")]

    later = kept(tmp_path, service, http, store)
    assert later.token("practice", "local") == later.token("practice", "local")
    assert store.kept[SERVICE, user_of("practice")] != first
    assert len([form for form in service.asked if form["grant_type"] == "refresh_token"]) == 1
    assert kept(tmp_path, service, http, store).token("practice", "local").value.startswith(CANARY)
    assert CANARY not in str(store.kept)


def test_a_service_that_does_not_rotate_is_fine(tmp_path, service, http):
    """The same permission renews again and again."""
    service.rotates = False
    store = Store()
    kept(tmp_path, service, http, store).keep("practice", signed_in(service, http))
    for _ in range(2):
        kept(tmp_path, service, http, store).token("practice", "local")


@pytest.mark.parametrize(
    "store", [Store(OSError("(1783, 'CredWrite', 'The stub received bad data.')")), Store(forgetful=True)]
)
def test_a_store_that_does_not_take_it_leads_to_a_file(tmp_path, service, http, store):
    """Windows holds 1,280 characters; the file is the member's alone, and is asked first from then on."""
    sign_ins = kept(tmp_path, service, http, store)
    assert sign_ins.keep("practice", signed_in(service, http)) == IN_FILE
    (file,) = (tmp_path / "sign-ins").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert "practice" not in file.name
    assert kept(tmp_path, service, http, store).token("practice", "local").value.startswith(CANARY)
    file.chmod(0o644)
    assert refusal(lambda: kept(tmp_path, service, http, store).token("practice", "local")).key == "secret-file-open"


def test_a_rotation_that_cannot_be_kept_is_told_and_the_check_goes_on(tmp_path, service, http):
    """The old permission is used up; the next check may need a sign-in, and that is said now."""
    store = Store()
    kept(tmp_path, service, http, store).keep("practice", signed_in(service, http))
    store.forgetful = True
    (tmp_path / "sign-ins").write_text("a file where a folder should be")
    told = []
    token = kept(tmp_path, service, http, store, tell=told.append).token("practice", "local")
    assert token.value.startswith(CANARY)
    assert len(told) == 1
    assert "`mailcheck account sign-in practice`" in told[0]
    later = refusal(lambda: kept(tmp_path, service, http, store).token("practice", "local"))
    assert later.key in {"oauth-expired", "secret-missing"}


def test_a_withdrawn_permission_is_told_and_not_tried_again(tmp_path, service, http):
    """`never`: the nightly run stops at once."""
    store = Store()
    kept(tmp_path, service, http, store).keep("practice", signed_in(service, http))
    service.refresh_tokens.clear()
    told = refusal(lambda: kept(tmp_path, service, http, store).token("practice", "local"))
    assert (told.key, told.retry) == ("oauth-expired", "never")
    assert "revoked" in told.said


def test_on_a_shared_computer_nothing_is_kept(tmp_path, service, http):
    """Who is there signs in at each run."""
    store = Store()
    begun = []

    def begin(name, issuer):
        begun.append(name)
        return signed_in(service, http)

    sign_ins = kept(tmp_path, service, http, store, is_kept=False, begin=begin)
    assert sign_ins.keep("practice", signed_in(service, http)) == IN_MEMORY
    assert kept(tmp_path, service, http, store, is_kept=False, begin=begin).token("practice", "local")
    assert (store.kept, begun, list(tmp_path.iterdir())) == ({}, ["practice"], [])


def test_nobody_signed_in_yet_is_told_with_the_command(tmp_path, service, http):
    """And an issuer without a client id before anything is asked of it."""
    told = refusal(lambda: kept(tmp_path, service, http).token("my practice", "local"))
    assert "mailcheck account sign-in 'my practice'" in str(told)
    without = SignIns(tmp_path, Store, issuers())
    assert refusal(lambda: without.token("practice", "microsoft")).key == "no-client-id"
    assert service.asked == []


def test_a_sign_in_is_forgotten_everywhere(tmp_path, service, http):
    """Store and file; a second time there is nothing."""
    store = Store()
    sign_ins = kept(tmp_path, service, http, store)
    sign_ins.keep("practice", signed_in(service, http))
    assert sign_ins.forget("practice")
    assert store.kept == {}
    assert not sign_ins.forget("practice")


@pytest.mark.parametrize("key", sorted(BROWSER))
def test_every_refusal_of_a_sign_in_service_is_recognised(service, http, key):
    """Each row of the table, said by a real service to a renewal; no token comes back in what is told."""
    said = BROWSER[key]
    error, _, description = said.partition(":") if not said.startswith("AADSTS") else ("invalid_grant", "", said)
    service.answers = [{"error": error, "error_description": f"{description} for refresh-{CANARY}"}]
    told = refusal(lambda: Service(service.issuer(), http).renew(f"refresh-{CANARY}"))
    assert told.key == key
    assert CANARY not in f"{told}{told.said}"


@pytest.mark.parametrize("key", sorted(STORE))
def test_every_refusal_of_a_store_is_recognised_and_a_sign_in_told(tmp_path, service, http, key):
    """A keyring that is not there, locked, refused or full."""
    store = Store()
    kept(tmp_path, service, http, store).keep("practice", signed_in(service, http))
    store.trouble = RuntimeError(STORE[key])
    told = refusal(lambda: kept(tmp_path, service, http, store).token("practice", "local"))
    assert told.key == key


def test_an_administrators_link_names_the_registration():
    """Microsoft's page, for the organisation at large."""
    issuer = issuers({"microsoft": {"client_id": "1234"}})["microsoft"]
    assert consent_link(issuer) == "https://login.microsoftonline.com/organizations/adminconsent?client_id=1234"


def test_two_threads_renew_once(tmp_path, service, http):
    """A rotated permission that is used twice would be withdrawn."""
    store = Store()
    kept(tmp_path, service, http, store).keep("practice", signed_in(service, http))
    sign_ins = kept(tmp_path, service, http, store)
    threads = [threading.Thread(target=sign_ins.token, args=("practice", "local")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([form for form in service.asked if form["grant_type"] == "refresh_token"]) == 1
