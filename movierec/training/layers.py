"""The default network's layers above the first, for all members at once, and back.

Rows keep their members side by side, [n, members * width]: elementwise work then runs over long
rows without gaps. A layer that ends in one number is a product and a sum; matrix products of that
shape are many times slower.
"""

from __future__ import annotations

import torch
from torch import Tensor

from movierec.training.workspace import Workspace

_PRODUCT = "a layer's product"


def forward(x: Tensor, weight: Tensor, bias: Tensor, work: Workspace) -> Tensor:
    """Return the sums of a layer, [n, members * out].

    Args:
        x: [n, members * in].
        weight: [members, in, out].
        bias: [members, 1, out].
        work: overwritten.
    """
    members, read, out = weight.shape
    if out == 1:
        product = torch.mul(x, weight.flatten(), out=work.rows(_PRODUCT, *x.shape))
        sums = product.view(-1, members, read).sum(2)
    else:
        sums = _side_by_side(_apart(x, members).bmm(weight))
    return sums.add_(bias.flatten())


def backward(slope: Tensor, weight: Tensor, work: Workspace) -> Tensor:
    """Return the slope of what a layer reads, [n, members * in], from that of its sums.

    It may lie in `work`, until another function is called with it.
    """
    members, read, out = weight.shape
    if out == 1:
        found = work.rows(_PRODUCT, len(slope), members * read)
        torch.mul(weight[:, :, 0], slope[:, :, None], out=found.view(-1, members, read))
        return found
    return _side_by_side(_apart(slope, members).bmm(weight.transpose(1, 2)))


def add_gradient(x: Tensor, slope: Tensor, weight: Tensor, bias: Tensor, work: Workspace) -> None:
    """Add a layer's gradient.

    Args:
        x: what it read, [n, members * in].
        slope: of its sums, [n, members * out].
        weight: the gradient of its weights, added to.
        bias: that of its biases, added to.
        work: overwritten.
    """
    members, read, out = weight.shape
    if out == 1:
        shape = (-1, members, read)
        product = work.rows(_PRODUCT, *x.shape).view(shape)
        weight[:, :, 0] += torch.mul(x.view(shape), slope[:, :, None], out=product).sum(0)
    else:
        weight.baddbmm_(_apart(x, members).transpose(1, 2), _apart(slope, members))
    bias += slope.sum(0).view_as(bias)


def _apart(x: Tensor, members: int) -> Tensor:
    # The width is written out: without rows it could not be found.
    return x.view(len(x), members, x.shape[1] // members).transpose(0, 1)


def _side_by_side(x: Tensor) -> Tensor:
    members, rows, width = x.shape
    return x.transpose(0, 1).reshape(rows, members * width)
