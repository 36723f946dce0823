# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import In, IntWire, ListWire, Out

    from .choices import BatchGroup
    from .fields import (
        FloatGeneratorField,
        ImageField,
        ImageGeneratorField,
        IntegerGeneratorField,
        StringGeneratorField,
    )


class FloatBatch(
    Node, type="float_batch", version="1.0.0", category="batch", title="Float Batch", classification="special"
):
    """Node type `float_batch`, version 1.0.0, category batch, special.

    In the editor: Float Batch.

    Args:
        floats: Required, of at least 1.
        batch_group_id: Value only, one of BatchGroup, default "None".

    Gives:
        value (float).
    """

    floats: In[list[float], ListWire[float]] = port(default=None, required=True, min_length=1)
    batch_group_id: In[BatchGroup, Never] = port(default="None", input="direct")
    value: Out[float] = out()


class FloatGenerator(
    Node, type="float_generator", version="1.0.0", category="batch", title="Float Generator", classification="special"
):
    """Node type `float_generator`, version 1.0.0, category batch, special.

    In the editor: Float Generator.

    Args:
        generator: Required, value only.

    Gives:
        floats (list[float]).
    """

    generator: In[FloatGeneratorField, Never] = port(default=None, required=True, input="direct")
    floats: Out[list[float]] = out()


class ImageBatch(
    Node, type="image_batch", version="1.0.0", category="batch", title="Image Batch", classification="special"
):
    """Node type `image_batch`, version 1.0.0, category batch, special.

    In the editor: Image Batch.

    Args:
        images: Required, of at least 1.
        batch_group_id: Value only, one of BatchGroup, default "None".

    Gives:
        image (ImageField), width (int), height (int).
    """

    images: In[list[ImageField], ListWire[ImageField]] = port(default=None, required=True, min_length=1)
    batch_group_id: In[BatchGroup, Never] = port(default="None", input="direct")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class ImageGenerator(
    Node, type="image_generator", version="1.0.0", category="batch", title="Image Generator", classification="special"
):
    """Node type `image_generator`, version 1.0.0, category batch, special.

    In the editor: Image Generator.

    Args:
        generator: Required, value only.

    Gives:
        images (list[ImageField]).
    """

    generator: In[ImageGeneratorField, Never] = port(default=None, required=True, input="direct")
    images: Out[list[ImageField]] = out()


class IntegerBatch(
    Node, type="integer_batch", version="1.0.0", category="batch", title="Integer Batch", classification="special"
):
    """Node type `integer_batch`, version 1.0.0, category batch, special.

    In the editor: Integer Batch.

    Args:
        integers: Required, of at least 1.
        batch_group_id: Value only, one of BatchGroup, default "None".

    Gives:
        value (int).
    """

    integers: In[list[int], ListWire[int]] = port(default=None, required=True, min_length=1)
    batch_group_id: In[BatchGroup, Never] = port(default="None", input="direct")
    value: Out[int] = out()


class IntegerGenerator(
    Node,
    type="integer_generator",
    version="1.0.0",
    category="batch",
    title="Integer Generator",
    classification="special",
):
    """Node type `integer_generator`, version 1.0.0, category batch, special.

    In the editor: Integer Generator.

    Args:
        generator: Required, value only.

    Gives:
        integers (list[int]).
    """

    generator: In[IntegerGeneratorField, Never] = port(default=None, required=True, input="direct")
    integers: Out[list[int]] = out()


class RandomRange(Node, type="random_range", version="1.0.1", category="batch", title="Random Range"):
    """Node type `random_range`, version 1.0.1, category batch.

    In the editor: Random Range.

    Args:
        low: Default 0.
        high: Default 2147483647.
        size: Default 1.
        seed: From 0 to 4294967295, default 0.

    Gives:
        collection (list[int]).
    """

    low: In[int, IntWire] = port(default=0)
    high: In[int, IntWire] = port(default=2147483647)
    size: In[int, IntWire] = port(default=1)
    seed: In[int, IntWire] = port(default=0, ge=0, le=4294967295)
    collection: Out[list[int]] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class Range(Node, type="range", version="1.0.0", category="batch", title="Integer Range"):
    """Node type `range`, version 1.0.0, category batch.

    In the editor: Integer Range.

    Args:
        start: Default 0.
        stop: Default 10.
        step: Default 1.

    Gives:
        collection (list[int]).
    """

    start: In[int, IntWire] = port(default=0)
    stop: In[int, IntWire] = port(default=10)
    step: In[int, IntWire] = port(default=1)
    collection: Out[list[int]] = out()


class RangeOfSize(Node, type="range_of_size", version="1.0.0", category="batch", title="Integer Range of Size"):
    """Node type `range_of_size`, version 1.0.0, category batch.

    In the editor: Integer Range of Size.

    Args:
        start: Default 0.
        size: Above 0, default 1.
        step: Default 1.

    Gives:
        collection (list[int]).
    """

    start: In[int, IntWire] = port(default=0)
    size: In[int, IntWire] = port(default=1, gt=0)
    step: In[int, IntWire] = port(default=1)
    collection: Out[list[int]] = out()


class StringBatch(
    Node, type="string_batch", version="1.0.0", category="batch", title="String Batch", classification="special"
):
    """Node type `string_batch`, version 1.0.0, category batch, special.

    In the editor: String Batch.

    Args:
        strings: Required, of at least 1.
        batch_group_id: Value only, one of BatchGroup, default "None".

    Gives:
        value (str).
    """

    strings: In[list[str], ListWire[str]] = port(default=None, required=True, min_length=1)
    batch_group_id: In[BatchGroup, Never] = port(default="None", input="direct")
    value: Out[str] = out()


class StringGenerator(
    Node, type="string_generator", version="1.0.0", category="batch", title="String Generator", classification="special"
):
    """Node type `string_generator`, version 1.0.0, category batch, special.

    In the editor: String Generator.

    Args:
        generator: Required, value only.

    Gives:
        strings (list[str]).
    """

    generator: In[StringGeneratorField, Never] = port(default=None, required=True, input="direct")
    strings: Out[list[str]] = out()
