"""`qonaq serve`: the studio in a browser, on the loopback address."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from qonaq.cli.terminal import QuietOption, say
from qonaq.errors import Mistake, SettingError


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8642,
    store: Annotated[Path, typer.Option(help="Folder of the runs.")] = Path("runs"),
    host: Annotated[str, typer.Option(help="Another address than loopback; a token is then required.")] = "127.0.0.1",
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    lang: Annotated[str, typer.Option(help="Language of the studio.")] = "en",
    quiet: QuietOption = False,
) -> None:
    """Open the studio: paste a report, question the result, print the plan."""
    import secrets
    import socket
    import webbrowser

    import uvicorn

    from qonaq.io.words import read_words
    from qonaq.web.app import create_app
    from qonaq.web.guard import LOOPBACK, Gate

    read_words(lang)
    local = host in ("127.0.0.1", "localhost", "::1")
    token = None if local else secrets.token_urlsafe(24)
    gate = Gate(token=token, hosts=LOOPBACK if local else (*LOOPBACK, host, socket.gethostname()))
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        do = "Stop the other program, or choose another with --port."
        raise SettingError(Mistake("--port", f"{host}:{port} ({error.strerror})", "a free port", do)) from None
    listening.listen()  # a browser that comes before the studio is up waits for it
    address = f"http://{host}:{port}/" + (f"?token={token}" if token else "")
    if not quiet:
        say(f"The studio is at {address}  (Ctrl+C ends it)")
    if not no_open:
        webbrowser.open(address)
    app = create_app(store, gate=gate, language=lang)
    with listening:
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])
