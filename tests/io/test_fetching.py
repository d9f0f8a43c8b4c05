"""The network is touched only when told to, and never private machines."""

from __future__ import annotations

import http.server
import ipaddress
import socket
import threading
from collections.abc import Iterator

import pytest

from qonaq.errors import ReportError
from qonaq.io import fetching
from qonaq.io.fetching import fetch_report, is_public, open_url, public_address

PAGE = (
    b"<html><head><title>Arrivals</title></head><body><p>Some 98,000 people have entered Kazakhstan.</p></body></html>"
)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)
def test_private_numbers(number: str) -> None:
    assert not is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", ["9.9.9.9", "93.184.216.34", "2606:4700::1111"])
def test_public_numbers(number: str) -> None:
    assert is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1/a", "the private address 127.0.0.1"),
        ("http://localhost/a", "the private address"),
        ("http://[::1]/", "the private address ::1"),
        ("http://2130706433/", "the private address 127.0.0.1"),
        ("file:///etc/hosts", "'file:'"),
        ("ftp://example.org/a", "'ftp:'"),
        ("gopher://example.org/a", "'gopher:'"),
        ("https://user:secret@example.org/", "an address with a password in it"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:99999/", "no address"),
        ("http:///a", "no host"),
        ("http://example.org/a b", "blanks in the address"),
        ("http://does-not-exist.invalid/", "a host that cannot be found"),
    ],
)
def test_addresses_that_are_refused(url: str, words: str) -> None:
    with pytest.raises(ReportError) as error:
        fetch_report(url)
    assert words in str(error.value)
    assert "a public http or https address of a report" in str(error.value)


def test_name_with_one_private_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, 1, 6, "", (number, 80)) for number in ("9.9.9.9", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    with pytest.raises(ReportError, match=r"the private address 10\.0\.0\.1"):
        public_address("example.org", 80, "http://example.org/")


def test_name_without_a_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [])
    with pytest.raises(ReportError, match="a host without a number"):
        public_address("example.org", 80, "http://example.org/")


class _Answers(http.server.BaseHTTPRequestHandler):
    """A page, a large page, redirects and an error."""

    def do_GET(self) -> None:
        if self.path == "/page":
            self._say(200, PAGE, "text/html")
        elif self.path == "/large":
            self._say(200, b"x" * 5000, "text/plain")
        elif self.path == "/loop":
            self._say(302, b"", "text/plain", "/loop")
        elif self.path == "/inside":
            self._say(302, b"", "text/plain", "http://192.168.1.1/")
        elif self.path == "/file":
            self._say(302, b"", "text/plain", "file:///etc/hosts")
        else:
            self._say(404, b"", "text/plain")

    def _say(self, code: int, body: bytes, kind: str, elsewhere: str | None = None) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if elsewhere:
            self.send_header("Location", elsewhere)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site on the loopback address, which the checks are told to take for a public one."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setitem(fetching.PORTS, "http", port)
    real = fetching.is_public
    monkeypatch.setattr(fetching, "is_public", lambda number: str(number) == "127.0.0.1" or real(number))
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_page_is_fetched_and_read(site: str) -> None:
    opened = open_url(f"{site}/page")
    assert "98,000 people" in opened.text
    assert opened.file == f"{site}/page"
    assert fetch_report(f"{site}/page").text == opened.text


def test_large_answer_is_cut_off(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 1000)
    with pytest.raises(ReportError, match="over 1,000 bytes"):
        open_url(f"{site}/large")


def test_slow_answer_is_cut_off(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "monotonic", iter([0.0, 1.0, 99.0]).__next__)
    with pytest.raises(ReportError, match="no end after 30 seconds"):
        open_url(f"{site}/large")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("loop", "more than 5 redirects"),
        ("inside", "the private address 192.168.1.1"),
        ("file", "'file:'"),
        ("none", "the answer 404"),
    ],
)
def test_redirects_are_checked_again(site: str, path: str, words: str) -> None:
    with pytest.raises(ReportError) as error:
        open_url(f"{site}/{path}")
    assert words in str(error.value)


def test_silent_host_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> socket.socket:
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(fetching, "public_address", lambda *_: "9.9.9.9")
    with pytest.raises(ReportError, match=r"no answer \(refused\)"):
        open_url("http://example.org/")


def test_name_is_looked_up_once_and_the_checked_number_is_visited(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that turns to a private machine after the check leads nowhere: it is not asked again."""
    answers, visited = ["9.9.9.9", "127.0.0.1"], []

    def turning(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, 1, 6, "", (answers.pop(0), 80))]

    def refuse(address: tuple[str, int], **_: object) -> None:
        visited.append(address)
        raise OSError("closed")

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ReportError, match="no answer"):
        fetch_report("http://example.org/")
    assert visited == [("9.9.9.9", 80)]
    assert answers == ["127.0.0.1"]
