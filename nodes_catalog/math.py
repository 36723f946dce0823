# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category math."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import FloatWire, In, InOut, IntWire, Out, Output

    from .choices import FloatOperation, IntegerOperation, RoundingMethod


class Add(Node, type="add", version="1.0.1", category="math", title="Add Integers"):
    """Node type `add`, version 1.0.1, category math.

    In the editor: Add Integers.

    Args:
        a: Default 0.
        b: Default 0.

    Gives:
        value (int).
    """

    a: In[int, IntWire] = port(default=0)
    b: In[int, IntWire] = port(default=0)
    value: Out[int] = out()


class Divide(Node, type="div", version="1.0.1", category="math", title="Divide Integers"):
    """Node type `div`, version 1.0.1, category math.

    In the editor: Divide Integers.

    Args:
        a: Default 0.
        b: Default 0.

    Gives:
        value (int).
    """

    a: In[int, IntWire] = port(default=0)
    b: In[int, IntWire] = port(default=0)
    value: Out[int] = out()


class FloatLinearRange(Node, type="float_range", version="1.0.1", category="math", title="Float Range"):
    """Node type `float_range`, version 1.0.1, category math.

    In the editor: Float Range.

    Args:
        start: Default 5.
        stop: Default 10.
        steps: Default 30.

    Gives:
        collection (list[float]).
    """

    start: In[float, FloatWire] = port(default=5)
    stop: In[float, FloatWire] = port(default=10)
    steps: In[int, IntWire] = port(default=30)
    collection: Out[list[float]] = out()


class FloatMath(Node, type="float_math", version="1.0.1", category="math", title="Float Math"):
    """Node type `float_math`, version 1.0.1, category math.

    In the editor: Float Math.

    Args:
        operation: One of FloatOperation, default "ADD".
        a: Default 1.
        b: Default 1.

    Gives:
        value (float).
    """

    operation: In[FloatOperation, Output[FloatOperation]] = port(default="ADD")
    a: In[float, FloatWire] = port(default=1)
    b: In[float, FloatWire] = port(default=1)
    value: Out[float] = out()


class FloatToInteger(Node, type="float_to_int", version="1.0.1", category="math", title="Float To Integer"):
    """Node type `float_to_int`, version 1.0.1, category math.

    In the editor: Float To Integer.

    Args:
        value: Default 0.
        multiple: From 1 up, default 1.
        method: "Nearest" or "Floor" or "Ceiling" or "Truncate", default "Nearest".

    Gives:
        value (int).
    """

    value: InOut[int, float, FloatWire] = port(default=0)
    multiple: In[int, IntWire] = port(default=1, ge=1)
    method: In[RoundingMethod, Output[RoundingMethod]] = port(default="Nearest")


class IntegerMath(Node, type="integer_math", version="1.0.1", category="math", title="Integer Math"):
    """Node type `integer_math`, version 1.0.1, category math.

    In the editor: Integer Math.

    Args:
        operation: One of IntegerOperation, default "ADD".
        a: Default 1.
        b: Default 1.

    Gives:
        value (int).
    """

    operation: In[IntegerOperation, Output[IntegerOperation]] = port(default="ADD")
    a: In[int, IntWire] = port(default=1)
    b: In[int, IntWire] = port(default=1)
    value: Out[int] = out()


class Multiply(Node, type="mul", version="1.0.1", category="math", title="Multiply Integers"):
    """Node type `mul`, version 1.0.1, category math.

    In the editor: Multiply Integers.

    Args:
        a: Default 0.
        b: Default 0.

    Gives:
        value (int).
    """

    a: In[int, IntWire] = port(default=0)
    b: In[int, IntWire] = port(default=0)
    value: Out[int] = out()


class RandomFloat(Node, type="rand_float", version="1.0.1", category="math", title="Random Float"):
    """Node type `rand_float`, version 1.0.1, category math.

    In the editor: Random Float.

    Args:
        low: Default 0.0.
        high: Default 1.0.
        decimals: Default 2.

    Gives:
        value (float).
    """

    low: In[float, FloatWire] = port(default=0.0)
    high: In[float, FloatWire] = port(default=1.0)
    decimals: In[int, IntWire] = port(default=2)
    value: Out[float] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class RandomInt(Node, type="rand_int", version="1.0.1", category="math", title="Random Integer"):
    """Node type `rand_int`, version 1.0.1, category math.

    In the editor: Random Integer.

    Args:
        low: Default 0.
        high: Default 2147483647.

    Gives:
        value (int).
    """

    low: In[int, IntWire] = port(default=0)
    high: In[int, IntWire] = port(default=2147483647)
    value: Out[int] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class Round(Node, type="round_float", version="1.0.1", category="math", title="Round Float"):
    """Node type `round_float`, version 1.0.1, category math.

    In the editor: Round Float.

    Args:
        value: Default 0.
        decimals: Default 0.

    Gives:
        value (float).
    """

    value: InOut[float, float, FloatWire] = port(default=0)
    decimals: In[int, IntWire] = port(default=0)


class Subtract(Node, type="sub", version="1.0.1", category="math", title="Subtract Integers"):
    """Node type `sub`, version 1.0.1, category math.

    In the editor: Subtract Integers.

    Args:
        a: Default 0.
        b: Default 0.

    Gives:
        value (int).
    """

    a: In[int, IntWire] = port(default=0)
    b: In[int, IntWire] = port(default=0)
    value: Out[int] = out()
