"""PyTorch's list of modules, with the type of what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from torch import nn

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = TypeVar("Kind", bound=nn.Module)


class Modules(nn.ModuleList, Generic[Kind]):
    """As ``nn.ModuleList``; its parameters have the same names."""

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Kind]: ...
