"""A small web server on this machine that answers as a test wants: well, badly or not at all."""

from __future__ import annotations

import contextlib
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Reply:
    """One answer; `claimed` is the Content-Length sent where it is not the body's."""

    body: bytes = b""
    status: int = 200
    claimed: int | None = None


@dataclass
class Loopback:
    """A running server: the start of its URLs, and the paths it was asked for."""

    url: str
    asked: list[str] = field(default_factory=list)


@contextlib.contextmanager
def loopback(
    replies: Mapping[str, Sequence[Reply]], certificate: Path | None = None
) -> Iterator[Loopback]:
    """Serve replies by path, one after the other and the last for ever; 404 for other paths.

    Args:
        replies: what to answer by path.
        certificate: a PEM file with key and certificate, for https.
    """
    waiting = {path: list(answers) for path, answers in replies.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            answers = waiting.get(self.path, [Reply(status=404)])
            reply = answers.pop(0) if len(answers) > 1 else answers[0]
            size = len(reply.body) if reply.claimed is None else reply.claimed
            self.send_response(reply.status)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    state = Loopback(f"{scheme}://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def closed_url() -> str:
    """Return a URL on this machine where nothing listens."""
    with loopback({}) as server:
        return server.url


def make_certificate(folder: Path, *, expired: bool) -> Path:
    """Write a certificate for 127.0.0.1, signed by itself, with its key; skip without openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    key, request, settings, made = (folder / f"tls.{end}" for end in ("key", "csr", "cnf", "pem"))
    (folder / "tls.index").write_text("")
    (folder / "tls.serial").write_text("01\n")
    settings.write_text(
        "[ca]\ndefault_ca=own\n[own]\n"
        f"new_certs_dir={folder}\ndatabase={folder}/tls.index\nserial={folder}/tls.serial\n"
        "default_md=sha256\npolicy=any\nx509_extensions=names\n"
        "[any]\ncommonName=supplied\n"
        "[names]\nsubjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:TRUE\n"
    )
    end = "20240102000000Z" if expired else "20991231000000Z"
    made_key = f"req -new -newkey rsa:2048 -nodes -keyout {key} -out {request} -subj /CN=loopback"
    signed = (
        f"ca -batch -selfsign -config {settings} -keyfile {key} -in {request} -out {made} "
        f"-notext -startdate 20240101000000Z -enddate {end}"
    )
    for arguments in (made_key, signed):
        command = ["openssl", *arguments.split()]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    both = folder / "tls.both.pem"
    both.write_bytes(key.read_bytes() + made.read_bytes())
    return both
