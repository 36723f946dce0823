# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from invokegraph.ports import In, Out, Output, StrWire


class StringJoin(Node, type="string_join", version="1.0.1", category="strings", title="String Join"):
    """Node type `string_join`, version 1.0.1, category strings.

    In the editor: String Join.

    Args:
        string_left: Default "".
        string_right: Default "".

    Gives:
        value (str).
    """

    string_left: In[str, StrWire] = port(default="")
    string_right: In[str, StrWire] = port(default="")
    value: Out[str] = out()


class StringJoinThree(Node, type="string_join_three", version="1.0.1", category="strings", title="String Join Three"):
    """Node type `string_join_three`, version 1.0.1, category strings.

    In the editor: String Join Three.

    Args:
        string_left: Default "".
        string_middle: Default "".
        string_right: Default "".

    Gives:
        value (str).
    """

    string_left: In[str, StrWire] = port(default="")
    string_middle: In[str, StrWire] = port(default="")
    string_right: In[str, StrWire] = port(default="")
    value: Out[str] = out()


class StringReplace(Node, type="string_replace", version="1.0.1", category="strings", title="String Replace"):
    """Node type `string_replace`, version 1.0.1, category strings.

    In the editor: String Replace.

    Args:
        string: Default "".
        search_string: Default "".
        replace_string: Default "".
        use_regex: Default False.

    Gives:
        value (str).
    """

    string: In[str, StrWire] = port(default="")
    search_string: In[str, StrWire] = port(default="")
    replace_string: In[str, StrWire] = port(default="")
    use_regex: In[bool, Output[bool]] = port(default=False)
    value: Out[str] = out()


class StringSplit(Node, type="string_split", version="1.0.1", category="strings", title="String Split"):
    """Node type `string_split`, version 1.0.1, category strings.

    In the editor: String Split.

    Args:
        string: Default "".
        delimiter: Default "".

    Gives:
        string_1 (str), string_2 (str).
    """

    string: In[str, StrWire] = port(default="")
    delimiter: In[str, StrWire] = port(default="")
    string_1: Out[str] = out()
    string_2: Out[str] = out()


class StringSplitNeg(Node, type="string_split_neg", version="1.0.1", category="strings", title="String Split Negative"):
    """Node type `string_split_neg`, version 1.0.1, category strings.

    In the editor: String Split Negative.

    Args:
        string: Default "".

    Gives:
        positive_string (str), negative_string (str).
    """

    string: In[str, StrWire] = port(default="")
    positive_string: Out[str] = out()
    negative_string: Out[str] = out()
