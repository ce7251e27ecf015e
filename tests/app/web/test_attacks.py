"""What others on the web, on this network and on this computer might try with the page."""

import contextlib
import re
import socket
import stat
import tempfile
from http.client import HTTPException
from pathlib import Path

import pytest

from mailcheck.app.browser import private_browser
from mailcheck.app.web import connection, forms, gate
from mailcheck.app.web.door import Door
from mailcheck.app.web.forms import LARGEST_FILE, TOKEN
from mailcheck.app.web.pages import PAGES
from mailcheck.app.web.serving import listening
from tests.app.web.serving import serve
from tests.patience import PATIENCE, until

FILE = '--edge\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "", "[::1]:80"])
def test_a_foreign_host_is_turned_away(client, host):
    """A name that was made to point here (DNS rebinding) gets nothing, though the cookie is right."""
    status, _, body = client.get("/", Host=host)
    assert status == 421
    assert "therap" not in body.lower()


def test_two_hosts_are_none(client):
    """Nobody slips a second one in."""
    with client.connect() as line:
        line.sendall(f"GET / HTTP/1.1\r\nHost: {client.serving.door.host}\r\nhost: evil.example\r\n\r\n".encode())
        assert b" 4" in line.recv(200).partition(b"\r\n")[0]


@pytest.mark.parametrize("address", [each for each in PAGES if each.startswith("GET") and "{" not in each])
def test_nobody_comes_in_without_the_cookie(client, address):
    """No page, with no cookie or a guessed one."""
    path = address.removeprefix("GET ")
    for cookie in ("", f"{client.serving.door.cookie}=guess", f"{client.serving.door.cookie}=", "x=;;=\x01"):
        assert client.ask("GET", path, headers={"Cookie": cookie})[0] == 403


def test_the_token_works_once(served):
    """A stolen one is worth nothing once it was used, and the member sees it if the thief was quicker."""
    path = served.serving.door.address.removeprefix(served.origin)
    assert served.ask("GET", path)[0] == 200
    status, headers, body = served.ask("GET", path)
    assert (status, "set-cookie" in headers) == (403, False)
    assert "has been used, or is too old" in body


@pytest.mark.parametrize("query", ["", "?token=", "?token=guess", "?token=%00", "?token=None", "?x=y"])
def test_a_wrong_token_lets_nobody_in(served, query):
    """And does not use up the right one."""
    assert served.ask("GET", f"/enter{query}")[0] == 403
    served.enter()


def test_the_token_grows_old():
    """Ten minutes after it was made nobody comes in by it."""
    now = [0.0]
    door = Door(1, clock=lambda: now[0])
    token = door.address.partition("token=")[2]
    now[0] = 601
    assert door.enter(token) is None
    assert not door.knows("")


def test_the_cookie_is_for_this_browser_alone(served):
    """Not for scripts, and not along with what another page began."""
    cookie = served.enter()
    assert "; HttpOnly" in cookie
    assert "; SameSite=Strict" in cookie


@pytest.mark.parametrize("address", [each for each in PAGES if each.startswith("POST")])
def test_a_change_needs_a_form_of_ours(client, address):
    """With the right cookie: no token, a wrong one, a foreign origin, or another site's wish are all refused."""
    path = re.sub(r"\{\w+\}", "x", address.removeprefix("POST "))
    assert client.post(path, token="")[0] == 403
    assert client.post(path, token="guess")[0] == 403
    assert client.post(path, Origin="http://evil.example")[0] == 403
    assert client.post(path, Origin="null")[0] == 403
    assert client.post(path, **{"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert client.post(path, **{"Sec-Fetch-Site": "same-site"})[0] == 403
    assert client.ask("GET", path, headers={"Cookie": client.cookie})[0] in {200, 303, 400, 404, 405}
    assert not client.desk.is_to_stop
    assert not client.desk.running.is_at_work


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json", "", "multipart/form-data", "multipart/form-data; boundary="]
)
def test_a_form_of_another_kind_is_refused(client, kind):
    """What a page elsewhere could send without being asked."""
    headers = {"Cookie": client.cookie, "Content-Type": kind, "Origin": client.origin}
    assert client.ask("POST", "/check", f"{TOKEN}={client.serving.door.form_token}", headers)[0] in {400, 415}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_other_methods_do_nothing(client, method):
    """And nobody is told that other origins may ask (no CORS)."""
    status, headers, _ = client.ask(method, "/", headers={"Cookie": client.cookie, "Origin": "http://evil.example"})
    assert status == 405
    assert not [name for name in headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("path", ["/", "/page.css", "/page.js", "/nowhere", "/check/state", "/enter?token=x"])
def test_every_answer_carries_the_same_guard(client, path):
    """Nothing is kept, framed, guessed at or fetched from elsewhere, whatever was asked."""
    _, headers, _ = client.get(path)
    named = {name.lower(): value for name, value in headers.items()}
    policy = named["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert named["cache-control"] == "no-store"
    assert (named["x-frame-options"], named["x-content-type-options"]) == ("DENY", "nosniff")
    assert "server" not in named


def test_nothing_listens_where_another_machine_could_reach_it(served):
    """Only on the loopback address."""
    for family, _, _, _, address in socket.getaddrinfo(socket.gethostname(), served.port, type=socket.SOCK_STREAM):
        if not address[0].startswith("127.") and address[0] != "::1":
            with socket.socket(family) as line:
                line.settimeout(2)
                assert line.connect_ex(address) != 0


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/page.css/../../door.py",
        "/findings/..%2f..%2fsaid.toml",
        "//etc/passwd",
        "/findings/%00",
        "/declarations/..",
        "/file/copy/../../x",
        "/%ff%fe",
        "/" + "a" * 4000,
    ],
)
def test_a_path_leads_nowhere_but_to_pages(client, path):
    """No file of this computer is ever served."""
    status, _, body = client.get(path)
    assert status in {303, 400, 403, 404}
    assert "root:" not in body
    assert "compare_digest" not in body


def multipart(client, content: bytes, *, name="a.pdf", token=None, length=None):
    """Send a file as a browser does, and return the status line; the length can be a lie."""
    given = client.serving.door.form_token if token is None else token
    head = FILE.format(name=TOKEN, more="") + f"{given}\r\n"
    body = (head + FILE.format(name="file", more=f'; filename="{name}"')).encode() + content + b"\r\n--edge--\r\n"
    headers = {"Cookie": client.cookie, "Content-Type": "multipart/form-data; boundary=edge", "Origin": client.origin}
    return client.ask("POST", "/file", body, {**headers, **({"Content-Length": length} if length else {})})


def test_a_file_is_judged_and_forgotten(checked, client):
    """The way it is meant."""
    status, headers, _ = multipart(client, b"%PDF-1.4 x", name="Jane Roe.pdf")
    assert (status, headers["location"]) == (303, "/file/found")
    assert "Jane Roe.pdf" in client.get("/file/found")[2]
    assert client.post("/file/clear")[0] == 303
    assert "Jane Roe" not in client.get("/file/found")[2]


def test_a_file_from_elsewhere_is_not_even_taken_in(client, monkeypatch):
    """The form's token comes before the file, and without it not an octet of the file is kept."""
    taken = []
    monkeypatch.setattr(
        forms._Parts, "_data", lambda self, data, start, end: taken.append((self._file_name, end - start))
    )
    assert multipart(client, b"x" * 1000, token="guess")[0] == 403
    assert [size for name, size in taken if name is not None] == []


def test_ten_gigabytes_are_cut_off(client):
    """Said to be so large, it is refused at once; streamed without saying so, it is cut off, and memory stays small."""
    headers = {"Cookie": client.cookie, "Content-Type": "multipart/form-data; boundary=edge", "Origin": client.origin}
    lines = "".join(f"{name}: {value}\r\n" for name, value in {"Host": client.serving.door.host, **headers}.items())
    with client.connect() as line:
        line.sendall(f"POST /file HTTP/1.1\r\n{lines}Content-Length: {10 * 1024**3}\r\n\r\n".encode())
        assert b" 413 " in line.recv(100)
    head = FILE.format(name=TOKEN, more="") + client.serving.door.form_token + "\r\n"
    begun = (head + FILE.format(name="file", more='; filename="big"')).encode()
    block, sent = b"x" * (1 << 20), 0
    with client.connect() as line:
        line.sendall(f"POST /file HTTP/1.1\r\n{lines}Transfer-Encoding: chunked\r\n\r\n".encode())
        line.sendall(f"{len(begun):x}\r\n".encode() + begun + b"\r\n")
        with contextlib.suppress(OSError):  # it hangs up on us
            while sent < 10 * 1024:
                line.sendall(f"{len(block):x}\r\n".encode() + block + b"\r\n")
                sent += 1
        assert sent < 10 * 1024
        assert client.desk.file.take() is None
    assert client.get("/file")[0] == 200


def test_an_upload_never_touches_the_disk(client, monkeypatch, tmp_path):
    """The largest there may be stays in memory: no temporary file is even asked for."""

    def refused(*_, **__):
        raise AssertionError("a temporary file was asked for")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refused)
    status, headers, _ = multipart(client, b"x" * (LARGEST_FILE - 1000))
    assert (status, headers.get("location")) == (303, "/file/found")
    assert multipart(client, b"x" * (LARGEST_FILE + 1))[0] == 413


@pytest.mark.parametrize(
    "octets",
    [b"", b"--edge", b"--edge\r\n" * 1000, b"\xff" * 500, b"--edge\r\nContent-Disposition: form-data\r\n\r\n" * 300],
)
def test_a_muddled_form_is_refused(client, octets):
    """Whatever it holds, it is never an error of ours."""
    headers = {"Cookie": client.cookie, "Content-Type": "multipart/form-data; boundary=edge", "Origin": client.origin}
    assert client.ask("POST", "/file", octets, headers)[0] in {400, 403, 413}


def test_who_is_slow_to_ask_is_hung_up_on(client, monkeypatch):
    """A header that comes letter by letter does not hold the line for ever, and nobody else waits for it."""
    monkeypatch.setattr(connection, "SECONDS_TO_ASK", PATIENCE)
    lines = [client.connect() for _ in range(20)]
    for line in lines:
        line.sendall(b"GET / HTTP/1.1\r\nHost: ")
    assert client.get("/")[0] == 200  # all of them are still there
    monkeypatch.setattr(connection, "SECONDS_TO_ASK", 0.5)
    lines.append(client.connect())
    until(lambda: not takes(lines[-1], b"x"))
    for line in lines:
        line.close()


def takes(line, octets):
    """Whether somebody is there to take more octets."""
    try:
        line.sendall(octets)
    except OSError:
        return False
    return True


def test_who_is_slow_to_send_a_form_is_given_up(client, monkeypatch):
    """The body has its time too."""
    monkeypatch.setattr(gate, "SECONDS_TO_SEND", 0.5)
    monkeypatch.setattr(gate, "SECONDS_TO_DRAIN", 0.5)
    kind = f"Cookie: {client.cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000"
    with client.connect() as line:
        line.sendall(f"POST /check HTTP/1.1\r\nHost: {client.serving.door.host}\r\n{kind}\r\n\r\nx".encode())
        assert b" 408 " in line.recv(100)


def test_it_stops_when_nobody_looks(desk):
    """After a while without anybody, the program ends by itself."""
    with listening() as listener:
        served, stop = serve(desk, listener)
        served.enter()
        served.serving._idle = 0.2  # only now: on a crowded computer it takes longer to come in
        until(lambda: not answers(served, "/page.css"))
        stop()


def answers(served, path):
    """Whether somebody is there to answer."""
    try:
        return bool(served.ask("GET", path))
    except (OSError, HTTPException):
        return False


def test_the_address_is_handed_to_the_browser_in_a_file_of_the_members_own(monkeypatch):
    """Other users of this computer can see how programs were called, so the token is not in the call."""
    called = []
    monkeypatch.setattr("webbrowser.open", called.append)
    with private_browser() as show:
        show('http://127.0.0.1:1/enter?token=secret"<x>')
        (target,) = called
        path = Path(target.removeprefix("file://"))
        assert "secret" not in target
        assert "secret" in path.read_text("utf-8")
        assert '"<x>' not in path.read_text("utf-8")
        assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]
    assert not path.parent.exists()
