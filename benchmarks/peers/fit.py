"""Fit a peer in a process of its own, as movierec's kinds are."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

from movierec import machine
from movierec.benchmark_run.fit import Fit
from movierec.benchmark_run.process import Watch
from movierec.config import TrainConfig
from movierec.paths import Paths
from movierec.records import FloatArray
from peers.data import PeerData, peer_data


@dataclass(frozen=True, slots=True)
class Peer:
    """A rating predictor by others.

    Attributes:
        title: as the table calls it.
        module: where its function is.
        function: trains and predicts the test rows.
        library: what it imports.
        package: what that is installed by; its version tells one measurement from another.
        uses_time: whether it looks at the test rows' times.
    """

    title: str
    module: str
    function: str
    library: str
    package: str
    uses_time: bool = False


_SURPRISE = ("surprise", "scikit-surprise")
PEERS = {
    "svd": Peer("Surprise SVD", "peers.surprise_peers", "svd", *_SURPRISE),
    "svdpp": Peer("Surprise SVD++", "peers.surprise_peers", "svdpp", *_SURPRISE),
    "knn": Peer("Surprise KNNBaseline", "peers.surprise_peers", "knn", *_SURPRISE),
    "myfm": Peer("myFM", "peers.myfm_peers", "myfm", "myfm", "myfm"),
    "myfm-day": Peer(
        "myFM, day of the rating", "peers.myfm_peers", "myfm_day", "myfm", "myfm", uses_time=True
    ),
}


@dataclass(frozen=True, slots=True)
class PeerJob:
    """One peer on one part of a protocol; `config` says which rows are held out, and the seed."""

    peer: Peer
    config: TrainConfig
    paths: Paths


def fit_peer(job: PeerJob, watch: Watch) -> Fit:
    """Train a peer and predict the test rows; seconds leave out imports, as movierec's do."""
    del watch  # peers tell nothing while they learn
    os.environ["TQDM_DISABLE"] = "1"  # myFM draws a bar of its own
    function: Callable[[PeerData], FloatArray]
    function = getattr(importlib.import_module(job.peer.module), job.peer.function)
    importlib.import_module(job.peer.library)
    start = time.perf_counter()
    predicted = function(peer_data(job.config, job.paths))
    seconds = time.perf_counter() - start
    return Fit(predicted, None, seconds, machine.peak_mib(), job.peer.uses_time)
