"""Bring a release to this machine: from the cache, a file, a mirror or GroupLens.

The only door to pooch, which does the transfer itself. What it lacks is done around it: several
sources, further tries, one writer at a time, no second hashing of an archive that has not changed.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from movierec import __version__, files
from movierec.answers.data import Fetched
from movierec.data import disk
from movierec.data.cache import archive_path, remember, remembered
from movierec.data.failures import Failure, download_error, offline_error
from movierec.data.mirrors import Source, mirror_setting, offline_setting, sources
from movierec.data.releases import Release
from movierec.data.transfer import OneBar, Progress, Writer, copy, download, verify
from movierec.errors import DataError, UsageError
from movierec.paths import Paths

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
_CHUNK = 2**20


def fetch(
    release: Release,
    paths: Paths,
    *,
    from_file: Path | None = None,
    mirror: str | None = None,
    offline: bool = False,
    progress: Progress | None = None,
    tell: Callable[[str], None] | None = None,
) -> Fetched:
    """Bring a release to this machine and verify it, unless it is there already.

    Args:
        release: what is wanted.
        paths: the user's folders.
        from_file: a zip that the user has; it is copied, and stays.
        mirror: a URL prefix or folder to ask first; MOVIEREC_MIRROR where it is None.
        offline: open no socket; also when MOVIEREC_OFFLINE is set. A mirror folder still serves.
        progress: told how a download goes on.
        tell: given a line whenever one source failed and the next is asked.

    Raises:
        DownloadError: no source gave the archive, or the disk is full or cannot be written.
        DataError: the user's file is not the release.
        NotReadyError: it is not here, and the network may not be used.
        UsageError: the mirror or file cannot be meant.
        MovierecError: another process is fetching it, for longer than the lock waits.
    """
    if from_file is None and (known := _known(release, paths)):
        return known
    lock = paths.archives / f"{release.name}.lock"
    with disk.explained(paths.archives), files.lock(lock, f"fetching {release.name}", tell=tell):
        if from_file is not None:
            return _from_file(release, paths, from_file)
        # Another process may have fetched it while this one waited.
        if known := _known(release, paths):
            return known
        if release.made:
            return _make(release, paths)
        kept, remark = _verified(release, paths)
        if kept is not None:
            return kept
        asked = sources(release, mirror_setting(mirror))
        if offline_setting(offline):
            asked = tuple(source for source in asked if isinstance(source.where, Path))
            if not asked:
                raise offline_error(release, remark)
        return _from_sources(release, paths, asked, remark, progress, tell)


def _known(release: Release, paths: Paths) -> Fetched | None:
    trust = remembered(release, paths)
    if trust is None:
        return None
    return Fetched(release.name, archive_path(release, paths), trust, "cache")


def _verified(release: Release, paths: Paths) -> tuple[Fetched | None, str]:
    path = archive_path(release, paths)
    if not path.exists():
        return None, ""
    try:
        trust, digest = verify(path, release)
    except DataError:
        return None, f"The copy in the cache, {path}, is damaged, and "
    remember(release, paths, trust, digest)
    return Fetched(release.name, path, trust, "cache"), ""


def _make(release: Release, paths: Paths) -> Fetched:
    from movierec.data.sample import write_sample

    path = archive_path(release, paths)
    with tempfile.TemporaryDirectory(prefix=f".{release.name}.", dir=paths.archives) as folder:
        fresh = Path(folder) / path.name
        write_sample(fresh)
        digest = files.sha256(fresh)
        fresh.replace(path)
    remember(release, paths, "made", digest)
    return Fetched(release.name, path, "made", "made here")


def _from_file(release: Release, paths: Paths, origin: Path) -> Fetched:
    if release.made:
        raise UsageError(
            f"{release.name} is made by movierec and comes from no file.",
            f"Run `movierec fetch {release.name}`, or `movierec train --dataset {origin}`.",
        )
    if origin.is_dir():
        raise UsageError(
            f"{origin} is a folder; --from-file takes a zip.",
            f"Run `movierec train --dataset {origin}` to use it as a set of your own.",
        )
    if origin.exists():
        disk.require_space(paths.archives, origin.stat().st_size)
    return _copied(release, paths, origin)


def _copied(release: Release, paths: Paths, origin: Path) -> Fetched:
    path = archive_path(release, paths)
    trust, digest = copy(origin, release, path)
    remember(release, paths, trust, digest)
    return Fetched(release.name, path, trust, str(origin))


def _from_sources(
    release: Release,
    paths: Paths,
    asked: tuple[Source, ...],
    remark: str,
    progress: Progress | None,
    tell: Callable[[str], None] | None,
) -> Fetched:
    disk.require_space(paths.archives, release.bytes)
    failures: list[Failure] = []
    bar = None if progress is None else OneBar(progress)
    try:
        for source in asked:
            if failures and tell is not None:
                failed = failures[-1]
                tell(f"{failed.source.label}: {failed.cause}; trying {source.label}.")
            answer = _from_source(release, paths, source, bar)
            if isinstance(answer, Fetched):
                return answer
            failures.append(answer)
    finally:
        if progress is not None:
            progress.close()
    raise download_error(release, failures, remark)


def _from_source(
    release: Release, paths: Paths, source: Source, progress: Progress | None
) -> Fetched | Failure:
    path = archive_path(release, paths)
    if isinstance(source.where, Path):
        if not source.where.is_file():
            return Failure(source, "missing", f"it holds no {release.archive_name}")
        try:
            return _copied(release, paths, source.where)
        except DataError as error:
            return Failure(source, "content", error.what.rstrip("."))
    failure = download(_get, source, release, path, progress)
    if failure is not None:
        return failure
    remember(release, paths, "archive", release.sha256)
    return Fetched(release.name, path, "archive", source.shown)


def _get(url: str, target: Writer, progress: Progress | None) -> None:
    from pooch import HTTPDownloader

    downloader = HTTPDownloader(
        progressbar=progress or False,
        chunk_size=_CHUNK,
        timeout=(CONNECT_SECONDS, READ_SECONDS),
        headers={"User-Agent": f"movierec/{__version__}", "Accept-Encoding": "identity"},
    )
    downloader(url, target, None)
