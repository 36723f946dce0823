"""The generic nodes: loops and branches, whose outputs have the type of what goes in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Never

    from invokegraph.ports import In, InOut, IntWire, Out, Output

T = TypeVar("T")


class Iterate(Node, Generic[T], type="iterate", version="1.1.0", category=""):
    """Node type `iterate`, version 1.1.0.

    Args:
        collection: The list to go through; what `item` feeds runs once for each of its items. Wire only.

    Gives:
        item (T), index (int), total (int).
    """

    collection: In[Never, Output[list[T]] | Sequence[Output[T]]] = port(default=[])
    index: InOut[int, int, IntWire] = port(default=0)
    item: Out[T] = out(init=False)
    total: Out[int] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class Collect(Node, Generic[T], type="collect", version="1.1.0", category=""):
    """Node type `collect`, version 1.1.0.

    Args:
        item: What to gather: one output, or several, which come in no certain order. Wire only.
        collection: A list to put in front. Wire only.

    Gives:
        collection (list[T]).
    """

    item: In[Never, Output[T] | Sequence[Output[T]]] = port(default=None, input="connection")
    collection: InOut[list[T], list[T], Output[list[T]]] = port(default=[], input="connection")
    use_cache: In[bool, Never] = port(default=False, input="direct")


class If(Node, Generic[T], type="if", version="1.0.0", category="math", title="If"):
    """Node type `if`, version 1.0.0, category math.

    Args:
        condition: Which of the two inputs to hand on; what only the other one needs does not run. Default False.
        true_input: Wire only.
        false_input: Wire only.

    Gives:
        value (T).
    """

    condition: In[bool, Output[bool]] = port(default=False)
    true_input: In[Never, Output[T]] = port(default=None)
    false_input: In[Never, Output[T]] = port(default=None)
    value: Out[T] = out(optional=True, init=False)
