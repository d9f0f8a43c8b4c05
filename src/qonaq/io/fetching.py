"""Fetches a report from the web, only when told to: public addresses, http and https, limited in size and time.

An address is resolved once, every answer is checked, and the connection is made to the checked number itself, so that
a name cannot be turned to a private machine between the check and the visit. Redirects are checked in the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import replace
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit

from qonaq.errors import Mistake, ReportError
from qonaq.evidence.report import Report
from qonaq.io.readers import LARGEST, Opened, open_bytes, report_in

PORTS = {"http": 80, "https": 443}
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
MOST_SECONDS = 30.0
PIECE = 65_536  # bytes
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def fetch_report(url: str) -> Report:
    """The report at a public address; ReportError for everything else."""
    return report_in(open_url(url))


def open_url(url: str) -> Opened:
    """The report at a public address, taken apart."""
    until = monotonic() + MOST_SECONDS
    here = url
    for _ in range(MOST_REDIRECTS + 1):
        parts, port = _checked(here)
        body, elsewhere, kind = _visit(here, parts, public_address(str(parts.hostname), port, here), port, until)
        if elsewhere is None:
            name = (parts.path.rsplit("/", 1)[-1] or "page") + (".html" if "html" in kind else "")
            opened = open_bytes(body, file=name, where=url)
            return replace(opened, file=url, medium=opened.medium or parts.hostname)
        here = urljoin(here, elsewhere)
    raise ReportError(_refusal(url, f"more than {MOST_REDIRECTS} redirects", "Give the address that they lead to."))


def _checked(url: str) -> tuple[SplitResult, int]:
    """The parts of an address that may be visited, and its port."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise ReportError(_refusal(url, f"no address ({error})", "Check the address.")) from None
    if parts.scheme not in PORTS:
        raise ReportError(_refusal(url, f"'{parts.scheme}:'", "Save it to a file and give the file."))
    if parts.username or parts.password:
        raise ReportError(_refusal(url, "an address with a password in it", "Save it to a file and give the file."))
    if not parts.hostname or port not in PORTS.values():
        raise ReportError(_refusal(url, f"port {port}" if parts.hostname else "no host", "Check the address."))
    if any(char <= " " or char == "\x7f" for char in url):
        raise ReportError(_refusal(url, "blanks in the address", "Check the address."))
    return parts, port


def public_address(host: str, port: int, url: str) -> str:
    """The number of a host; ReportError where any of its numbers is not public."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReportError(_refusal(url, f"a host that cannot be found ({error})", "Check the address.")) from None
    numbers = [ipaddress.ip_address(str(answer[4][0]).split("%")[0]) for answer in answers]
    for number in numbers:
        if not is_public(number):
            raise ReportError(_refusal(url, f"the private address {number}", "Save it to a file and give the file."))
    if not numbers:
        raise ReportError(_refusal(url, "a host without a number", "Check the address."))
    return str(numbers[0])


def is_public(number: Address) -> bool:
    """Whether everybody reaches the same machine under this number.

    >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1")), is_public(ipaddress.ip_address("9.9.9.9"))
    (False, True)
    """
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if inner is not None:
            return number.teredo is None and is_public(inner)
        if number in _NAT64:
            return False
    return number.is_global and not (number.is_multicast or number.is_reserved or number.is_unspecified)


def _visit(url: str, parts: SplitResult, number: str, port: int, until: float) -> tuple[bytes, str | None, str]:
    """Body, address of a redirect, and kind of what stands at the address."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(str(parts.hostname), port, timeout=MOST_SECONDS)
    try:
        connection.sock = _line(parts, number, port, until)
        connection.request("GET", path, headers={"User-Agent": "qonaq", "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        elsewhere = answer.getheader("Location") if answer.status in REDIRECTS else None
        if elsewhere is not None:
            return b"", elsewhere, ""
        if answer.status != 200:
            raise ReportError(_refusal(url, f"the answer {answer.status}", "Open it in a browser and save it."))
        return _body(answer, url, until), None, answer.getheader("Content-Type") or ""
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ReportError(_refusal(url, f"no answer ({error})", "Try again, or save it to a file.")) from None
    finally:
        connection.close()


def _line(parts: SplitResult, number: str, port: int, until: float) -> socket.socket:
    """A connection to the checked number; the certificate is that of the name."""
    plain = socket.create_connection((number, port), timeout=max(1.0, min(until - monotonic(), 15.0)))
    if parts.scheme == "http":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=parts.hostname)


def _body(answer: http.client.HTTPResponse, url: str, until: float) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read(PIECE):
        size += len(piece)
        pieces.append(piece)
        if size > LARGEST:
            raise ReportError(_refusal(url, f"over {LARGEST:,} bytes", "Save the part you need to a file."))
        if monotonic() > until:
            raise ReportError(_refusal(url, f"no end after {MOST_SECONDS:.0f} seconds", "Save it to a file."))
    return b"".join(pieces)


def _refusal(url: str, found: str, do: str) -> Mistake:
    return Mistake(url, found, "a public http or https address of a report", do)
