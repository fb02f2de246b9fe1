"""Effects of the time of a rating, where a model has learned them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from movierec.scoring.weights import array_of, refuse

if TYPE_CHECKING:
    import numpy.typing as npt

    from movierec.records import FloatArray, IntArray

    Weights = Mapping[str, npt.NDArray[Any]]

_KIND = "a bayes model with effects of time"
_SESSION_GAP = 4 * 3600
_DAY = 24 * 3600
_KEYS = ("day", "session_user", "session_first", "session_last", "page_user", "page_time")
_LIKEWISE = {
    "session_first": "session_user",
    "session_last": "session_user",
    "page_time": "page_user",
}
"""Keys that are as long as others."""


@dataclass(frozen=True, slots=True)
class Effects:
    """One grouping's numbers, the prior last, where index -1 finds it, [groups + 1] each."""

    mean: FloatArray
    variance: FloatArray

    @classmethod
    def of(cls, weights: Weights, name: str, groups: int) -> Self:
        """Read them; a group that training has not seen has mean 0 and the prior's variance."""
        mean = array_of(weights, f"time.{name}_mean", (groups,), _KIND)
        variance = array_of(weights, f"time.{name}_variance", (groups,), _KIND)
        prior = array_of(weights, f"time.{name}_prior", (1,), _KIND)
        return cls(np.append(mean, np.float32(0)), np.append(variance, prior))


@dataclass(frozen=True, slots=True)
class Times:
    """Which day, session and page a time belongs to, and what they add to a latent rating.

    Attributes:
        keys: the groups' ends, by name; int64.
        effects: of "day", "session" and "page".
        user_mean: what all of them added to a user's training rows on average, [users + 1].
        user_variance: how that varied, [users + 1].
    """

    keys: Mapping[str, IntArray]
    effects: Mapping[str, Effects]
    user_mean: FloatArray
    user_variance: FloatArray

    @classmethod
    def of(cls, weights: Weights, users: int) -> Self | None:
        """Read the effects of time; None where the model has none.

        Raises:
            DataError: an array is missing, or its shape does not fit.
        """
        if "time.day" not in weights:
            return None
        keys = {name: _keys_of(weights, f"time.{name}") for name in _KEYS}
        for name, likewise in _LIKEWISE.items():
            if len(keys[name]) != len(keys[likewise]):
                refuse(_KIND, f"time.{name} has the shape {keys[name].shape}")
        return cls(
            keys=keys,
            effects={
                "day": Effects.of(weights, "day", len(keys["day"])),
                "session": Effects.of(weights, "session", len(keys["session_user"])),
                "page": Effects.of(weights, "page", len(keys["page_user"])),
            },
            user_mean=array_of(weights, "time.user_mean", (users + 1,), _KIND),
            user_variance=array_of(weights, "time.user_variance", (users + 1,), _KIND),
        )

    def shift(self, user: IntArray, timestamp: IntArray | None) -> tuple[FloatArray, FloatArray]:
        """Return what time adds to latent ratings and how unsure that is, [n] each.

        Args:
            user: user rows, [n].
            timestamp: seconds since 1970, [n]; None: some time like those of the user's rows.
        """
        if timestamp is None:
            return self.user_mean[user], self.user_variance[user]
        when = np.asarray(timestamp, dtype=np.int64)
        places = {
            "day": _found(self.keys["day"], when // _DAY),
            "session": self._session(user, when),
            "page": _found(
                _pair(self.keys["page_user"], self.keys["page_time"]), _pair(user, when)
            ),
        }
        mean = sum(self.effects[name].mean[place] for name, place in places.items())
        variance = sum(self.effects[name].variance[place] for name, place in places.items())
        return np.asarray(mean), np.asarray(variance)

    def _session(self, user: IntArray, when: IntArray) -> IntArray:
        """Return the user's nearest session that a time belongs to, or -1."""
        owner, first = self.keys["session_user"], self.keys["session_first"]
        last = self.keys["session_last"]
        before = np.searchsorted(_pair(owner, first), _pair(user, when), side="right") - 1
        best = np.full(len(user), -1)
        nearest = np.full(len(user), _SESSION_GAP + 1)
        for shift in (0, 1):
            place = np.clip(before + shift, 0, len(owner) - 1)
            away = np.maximum(np.maximum(first[place] - when, when - last[place]), 0)
            closer = (before + shift == place) & (owner[place] == user) & (away < nearest)
            best[closer], nearest[closer] = place[closer], away[closer]
        return best


def _keys_of(weights: Weights, name: str) -> IntArray:
    if name not in weights:
        refuse(_KIND, f"{name} is missing")
    keys = np.asarray(weights[name])
    if keys.ndim != 1 or len(keys) == 0 or keys.dtype.kind != "i":
        refuse(_KIND, f"{name} has the shape {keys.shape} and the type {keys.dtype}")
    return keys.astype(np.int64)


def _pair(user: IntArray, when: IntArray) -> IntArray:
    return np.asarray(user, dtype=np.int64) * (1 << 40) + when


def _found(known: IntArray, wanted: IntArray) -> IntArray:
    """Return where the wanted numbers stand among ascending ones, -1 where they do not."""
    place = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[place] == wanted, place, -1)
