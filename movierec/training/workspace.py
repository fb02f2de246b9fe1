"""Memory that the blocks of a pass are computed in, one after the other."""

from __future__ import annotations

import torch
from torch import Tensor


class Workspace:
    """Tensors by name, made once.

    A new tensor of some megabytes is memory that the system has to clear first, at every block:
    that takes longer than to compute what is written there.

    Args:
        like: gives the device and the type.
    """

    def __init__(self, like: Tensor) -> None:
        self._like = like
        self._made: dict[str, Tensor] = {}

    def rows(self, name: str, rows: int, columns: int) -> Tensor:
        """Return a tensor [rows, columns] that holds what was last written under this name."""
        made = self._made.get(name)
        if made is None or len(made) < rows or made.shape[1] != columns:
            made = self._made[name] = torch.empty(
                (rows, columns), dtype=self._like.dtype, device=self._like.device
            )
        return made[:rows]
