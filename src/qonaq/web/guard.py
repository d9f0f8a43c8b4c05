"""Keeps strangers out: hosts, token, same-site forms, sizes, and headers that let nothing in from elsewhere."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 55 * 1024 * 1024  # of a request: a report of 50 MB is refused by the reader with a reason
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SESSION, TOKEN = "qonaq_session", "qonaq_token"
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Gate:
    """What a server lets in. Without a token only the loopback address is served."""

    token: str | None = None
    hosts: tuple[str, ...] = LOOPBACK
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def form_key(self, session: str) -> str:
        """The key that a form of this session must bring back."""
        return hmac.new(self.secret, session.encode(), hashlib.sha256).hexdigest()

    def knows(self, given: str | None) -> bool:
        return self.token is None or (given is not None and alike(given, self.token))


def alike(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that does not tell how far they agree."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


class Guard:
    """The outermost layer of the studio."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
        session = cookies.get(SESSION) or secrets.token_urlsafe(24)
        refused = self._refusal(scope, headers, cookies)
        if refused is not None:
            await refused(scope, receive, self._with_headers(send, None))
            return
        scope.setdefault("state", {})["form_key"] = self._gate.form_key(session)
        fresh = None if SESSION in cookies else session
        await self._app(scope, _limited(receive), self._with_headers(send, fresh))

    def _refusal(self, scope: Scope, headers: Headers, cookies: dict[str, str]) -> Response | None:
        """Why a request is not let in, or None."""
        host = (
            headers.get("host", "").rsplit(":", 1)[0] if not headers.get("host", "").endswith("]") else headers["host"]
        )
        if host not in self._gate.hosts:
            return PlainTextResponse("This studio does not answer under that name.", 421)
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("token", [None])[0]
        if self._gate.token is not None and not self._gate.knows(cookies.get(TOKEN)):
            if self._gate.knows(asked):
                entered = RedirectResponse(scope["path"] or "/", 303)
                entered.set_cookie(TOKEN, asked or "", httponly=True, samesite="strict")
                return entered
            return PlainTextResponse("Open the address with the token that the terminal shows.", 401)
        if scope["method"] not in SAFE and not _same_site(headers):
            return PlainTextResponse("Forms are taken from this studio's own pages only.", 403)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MOST_BYTES:
            return PlainTextResponse(f"More than {MOST_BYTES // 1024**2} MB cannot be sent at once.", 413)
        return None

    def _with_headers(self, send: Send, session: str | None) -> Send:
        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if session is not None:
                    headers.append("set-cookie", f"{SESSION}={session}; HttpOnly; SameSite=Strict; Path=/")
            await send(message)

        return wrapped


def _same_site(headers: Headers) -> bool:
    """Whether a form comes from a page of this studio, by what the browser says of its origin."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host", "")


class TooLargeError(HTTPException):
    """A body that goes on beyond the limit without having said so."""

    def __init__(self) -> None:
        super().__init__(413)


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def wrapped() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BYTES:
            raise TooLargeError
        return message

    return wrapped
