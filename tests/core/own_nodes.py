"""Node classes as a user would write them, for tests of what the catalog has no example of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph import Node, out, port
from nodes_catalog import Noise

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import In, InOut, IntWire, OneOrListWire, Out, Output, StrWire


class Escaped(Node, type="test_escaped", version="1.0.0", node_pack="tests"):
    """Names that Python needs for itself."""

    lambda_: InOut[str, str, StrWire] = port(default="", name="lambda")
    class_: In[list[int], IntWire] = port(default=[1, 2], name="class")
    from_: Out[str] = out(name="from")


class Lists(Node, type="test_lists", version="1.0.0", node_pack="tests"):
    """Inputs that differ in what they may be given."""

    value_only: In[list[int], Never] = port(default=[], input="direct")
    either: In[int | list[int], OneOrListWire[int]] = port(default=[])
    wire_only: In[list[int], Output[list[int]]] = port(default=None, required=True, input="connection")


class Even(Node, type="test_even", version="1.0.0", node_pack="tests"):
    """An input with every bound."""

    small: In[int, IntWire] = port(default=2, gt=0, lt=10, multiple_of=2)
    text: In[str, StrWire] = port(default="ab", min_length=2, max_length=3)
    value: Out[int] = out()


class Untyped(Node):
    """A base that has no type of its own."""

    amount: In[int, IntWire] = port(default=1)


class Wider(Noise, type="test_wider", version="1.0.0", node_pack="tests"):
    """A node of the catalog with another default and one output more."""

    width: In[int, IntWire] = port(default=1024)
    extra: Out[int] = out()
