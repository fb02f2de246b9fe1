from __future__ import annotations

import errno
import ssl

import pytest
from requests import Response, exceptions
from shop import assert_two_lines
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError

from movierec.data.failures import Failure, WrongContentError, download_error, explain
from movierec.data.mirrors import Source
from movierec.data.releases import RELEASES

SOURCE = Source("https://films.example/ml/ml-latest-small.zip")


def answered(status: int) -> exceptions.HTTPError:
    response = Response()
    response.status_code = status
    return exceptions.HTTPError(response=response)


def unconnected(reason: str) -> exceptions.ConnectionError:
    pool = HTTPConnection("films.example")
    return exceptions.ConnectionError(
        MaxRetryError(pool, "/", NewConnectionError(pool, f"Failed to establish: {reason}"))  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("error", "kind", "words", "transient"),
    [
        (WrongContentError("it sent a web page"), "content", "it sent a web page", False),
        (answered(404), "missing", "no such file (answer 404)", False),
        (answered(403), "server", "answer 403", False),
        (answered(429), "server", "answer 429", True),
        (answered(503), "server", "answer 503", True),
        (
            exceptions.SSLError("certificate verify failed: certificate has expired"),
            "certificate",
            "certificate has expired",
            False,
        ),
        (
            exceptions.SSLError("certificate verify failed: self-signed certificate"),
            "certificate",
            "certificate is not trusted",
            False,
        ),
        (exceptions.SSLError(ssl.SSLEOFError("EOF")), "server", "no secure connection", False),
        (exceptions.ProxyError("407"), "network", "proxy", False),
        (exceptions.ConnectTimeout("slow"), "network", "does not answer", False),
        (exceptions.ReadTimeout("slow"), "cut", "stopped sending", True),
        (exceptions.ConnectionError("Connection aborted."), "cut", "was cut", True),
        (exceptions.ChunkedEncodingError("short"), "cut", "was cut", True),
        (ConnectionResetError("reset"), "cut", "was cut", True),
        (unconnected("[Errno 111] Connection refused"), "network", "refuses", False),
        (unconnected("[Errno -2] Name or service not known"), "network", "looked up", False),
        (unconnected("[Errno 101] Network is unreachable"), "network", "no route", False),
        (exceptions.TooManyRedirects("30"), "server", "circle", False),
        (exceptions.InvalidURL("http://"), "missing", "not a valid address", False),
        (exceptions.ContentDecodingError("gzip"), "server", "ContentDecodingError", False),
    ],
)
def test_every_failure_has_its_cause(error: Exception, kind: str, words: str, transient: bool):
    failure = explain(SOURCE, error)
    assert (failure.kind, failure.transient) == (kind, transient)
    assert words in failure.cause


def test_a_failing_disk_is_not_blamed_on_the_server():
    with pytest.raises(OSError, match="No space left"):
        explain(SOURCE, OSError(errno.ENOSPC, "No space left on device"))


def test_all_causes_stand_in_one_sentence_with_the_most_useful_first():
    failures = [
        Failure(Source("https://one.example/a.zip"), "network", "there is no route to it"),
        Failure(Source("https://two.example/a.zip"), "certificate", "its certificate has expired"),
    ]
    error = download_error(RELEASES["ml-1m"], failures, "")
    assert_two_lines(error, 5)
    assert error.what == (
        "ml-1m could not be downloaded (two.example: its certificate has expired; "
        "one.example: there is no route to it)."
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("certificate", "SHA-256, not the certificate"),
        ("content", "GroupLens replaces this set"),
        ("missing", "--mirror"),
        ("server", "again later"),
        ("cut", "again later"),
        ("network", "movierec fetch sample"),
    ],
)
def test_every_kind_of_failure_has_its_advice(kind: str, words: str):
    failure = Failure(SOURCE, kind, "it failed")  # type: ignore[arg-type]
    error = download_error(RELEASES["ml-latest-small"], [failure], "")
    assert_two_lines(error, 5)
    assert words in error.hint
    assert "movierec fetch ml-latest-small --from-file ml-latest-small.zip" in error.hint
