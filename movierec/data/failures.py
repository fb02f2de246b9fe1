"""Put into words why a download failed, and what its user can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from movierec.data.mirrors import Source
from movierec.data.releases import Release
from movierec.errors import DownloadError, NotReadyError

if TYPE_CHECKING:
    from requests import exceptions

Kind = Literal["certificate", "content", "missing", "server", "cut", "network"]
_MOST_USEFUL_FIRST: tuple[Kind, ...] = (
    "certificate",
    "content",
    "missing",
    "server",
    "cut",
    "network",
)


class WrongContentError(Exception):
    """What a server sent is not the archive; the message says what it is instead."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one source did not give the archive.

    Attributes:
        source: the place.
        kind: what sort of failure.
        cause: half a sentence, to stand behind the source's name.
        transient: worth another try.
    """

    source: Source
    kind: Kind
    cause: str
    transient: bool = False


def explain(source: Source, error: Exception) -> Failure:
    """Turn what a download raised into a failure.

    Raises:
        OSError: `error` itself, where it comes from this machine's disk and not from the network.
    """
    from requests import exceptions

    if isinstance(error, WrongContentError):
        return Failure(source, "content", str(error))
    if isinstance(error, exceptions.HTTPError):
        return _answered(source, error)
    if isinstance(error, exceptions.ConnectionError):
        return _connection(source, error)
    if isinstance(error, exceptions.Timeout):
        return Failure(source, "cut", "it stopped sending", transient=True)
    if isinstance(error, exceptions.ChunkedEncodingError | ConnectionError | TimeoutError):
        return Failure(source, "cut", "the connection was cut", transient=True)
    if isinstance(error, OSError) and not isinstance(error, exceptions.RequestException):
        raise error
    if isinstance(error, exceptions.TooManyRedirects):
        return Failure(source, "server", "it redirects in a circle")
    if isinstance(error, ValueError):
        return Failure(source, "missing", "this is not a valid address")
    return Failure(source, "server", f"the download failed ({type(error).__name__})")


def download_error(release: Release, failures: Sequence[Failure], remark: str) -> DownloadError:
    """Return the two lines for a release that no source gave, the most useful cause first.

    Args:
        release: what was wanted.
        failures: one a source, in the order in which they were asked.
        remark: what else to say at the start, "" for nothing.
    """
    ordered = sorted(failures, key=lambda failure: _MOST_USEFUL_FIRST.index(failure.kind))
    causes = "; ".join(f"{failure.source.label}: {failure.cause}" for failure in ordered)
    return DownloadError(
        f"{remark}{release.name} could not be downloaded ({causes}).", _advice(release, ordered[0])
    )


def offline_error(release: Release, remark: str) -> NotReadyError:
    """Return the two lines for a release that is not here while the network is off limits."""
    return NotReadyError(
        f"{remark}{release.name} is not on this machine, and the network may not be used "
        "(--offline or MOVIEREC_OFFLINE).",
        f"Run `movierec fetch {release.name}` with a network, or bring the file with "
        f"{_bring(release)}.",
    )


def _answered(source: Source, error: exceptions.HTTPError) -> Failure:
    status = error.response.status_code if error.response is not None else 0
    if status in (404, 410):
        return Failure(source, "missing", f"it has no such file (answer {status})")
    busy = status >= 500 or status == 429
    return Failure(source, "server", f"it refused (answer {status})", transient=busy)


def _connection(source: Source, error: exceptions.ConnectionError) -> Failure:
    from requests import exceptions
    from urllib3.exceptions import NewConnectionError

    text = str(error).lower()
    if isinstance(error, exceptions.SSLError):
        return _secure(source, text)
    if isinstance(error, exceptions.ProxyError):
        return Failure(source, "network", "the proxy cannot be reached")
    if isinstance(error, exceptions.ConnectTimeout):
        return Failure(source, "network", "it does not answer")
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if not isinstance(reason, NewConnectionError):
        return Failure(source, "cut", "the connection was cut", transient=True)
    if "refused" in text:
        return Failure(source, "network", "it refuses connections")
    if "resolve" in text or "name or service" in text or "getaddrinfo" in text:
        return Failure(source, "network", "its name cannot be looked up")
    return Failure(source, "network", "there is no route to it")


def _secure(source: Source, text: str) -> Failure:
    if "expired" in text:
        return Failure(source, "certificate", "its certificate has expired")
    if "certificate" in text or "hostname" in text:
        return Failure(source, "certificate", "its certificate is not trusted")
    return Failure(source, "server", "no secure connection to it can be made")


def _advice(release: Release, failure: Failure) -> str:
    bring = _bring(release)
    if failure.kind == "certificate":
        return (
            "The archive's SHA-256, not the certificate, proves its content: download "
            f"{failure.source.shown} in a browser and run {bring}, or name another --mirror."
        )
    if failure.kind == "network":
        return (
            f"Check the connection and try again, bring the file with {bring}, name a --mirror, "
            "or begin with `movierec fetch sample`, which needs no network."
        )
    note = f"{release.note}: " if failure.kind == "content" and release.note else ""
    start = f"{note}try" if note else "Try"
    return f"{start} again later, name another --mirror, or bring the file with {bring}."


def _bring(release: Release) -> str:
    return f"`movierec fetch {release.name} --from-file {release.archive_name}`"
