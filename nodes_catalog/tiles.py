# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Never

    from invokegraph.ports import In, IntWire, ListWire, Out, Output

    from .choices import TileBlendMode
    from .fields import BoardField, ImageField, MetadataField, Tile, TileWithImage


class CalculateImageTiles(
    Node, type="calculate_image_tiles", version="1.0.1", category="tiles", title="Calculate Image Tiles"
):
    """Node type `calculate_image_tiles`, version 1.0.1, category tiles.

    In the editor: Calculate Image Tiles.

    Args:
        image_width: From 1 up, default 1024.
        image_height: From 1 up, default 1024.
        tile_width: From 1 up, default 576.
        tile_height: From 1 up, default 576.
        overlap: From 0 up, default 128.

    Gives:
        tiles (list[Tile]).
    """

    image_width: In[int, IntWire] = port(default=1024, ge=1)
    image_height: In[int, IntWire] = port(default=1024, ge=1)
    tile_width: In[int, IntWire] = port(default=576, ge=1)
    tile_height: In[int, IntWire] = port(default=576, ge=1)
    overlap: In[int, IntWire] = port(default=128, ge=0)
    tiles: Out[list[Tile]] = out()


class CalculateImageTilesEvenSplit(
    Node,
    type="calculate_image_tiles_even_split",
    version="1.1.1",
    category="tiles",
    title="Calculate Image Tiles Even Split",
):
    """Node type `calculate_image_tiles_even_split`, version 1.1.1, category tiles.

    In the editor: Calculate Image Tiles Even Split.

    Args:
        image_width: From 1 up, default 1024.
        image_height: From 1 up, default 1024.
        num_tiles_x: From 1 up, default 2.
        num_tiles_y: From 1 up, default 2.
        overlap: From 0 up, a multiple of 8, default 128.

    Gives:
        tiles (list[Tile]).
    """

    image_width: In[int, IntWire] = port(default=1024, ge=1)
    image_height: In[int, IntWire] = port(default=1024, ge=1)
    num_tiles_x: In[int, IntWire] = port(default=2, ge=1)
    num_tiles_y: In[int, IntWire] = port(default=2, ge=1)
    overlap: In[int, IntWire] = port(default=128, ge=0, multiple_of=8)
    tiles: Out[list[Tile]] = out()


class CalculateImageTilesMinimumOverlap(
    Node,
    type="calculate_image_tiles_min_overlap",
    version="1.0.1",
    category="tiles",
    title="Calculate Image Tiles Minimum Overlap",
):
    """Node type `calculate_image_tiles_min_overlap`, version 1.0.1, category tiles.

    In the editor: Calculate Image Tiles Minimum Overlap.

    Args:
        image_width: From 1 up, default 1024.
        image_height: From 1 up, default 1024.
        tile_width: From 1 up, default 576.
        tile_height: From 1 up, default 576.
        min_overlap: From 0 up, default 128.

    Gives:
        tiles (list[Tile]).
    """

    image_width: In[int, IntWire] = port(default=1024, ge=1)
    image_height: In[int, IntWire] = port(default=1024, ge=1)
    tile_width: In[int, IntWire] = port(default=576, ge=1)
    tile_height: In[int, IntWire] = port(default=576, ge=1)
    min_overlap: In[int, IntWire] = port(default=128, ge=0)
    tiles: Out[list[Tile]] = out()


class MergeTilesToImage(
    Node, type="merge_tiles_to_image", version="1.1.1", category="tiles", title="Merge Tiles to Image"
):
    """Node type `merge_tiles_to_image`, version 1.1.1, category tiles.

    In the editor: Merge Tiles to Image.

    Args:
        tiles_with_images: Required.
        blend_mode: Value only, "Linear" or "Seam", default "Seam".
        blend_amount: From 0 up, default 32.
        board: Value only.
        metadata: Wire only.

    Gives:
        image (ImageField), width (int), height (int).
    """

    tiles_with_images: In[list[TileWithImage], ListWire[TileWithImage]] = port(default=None, required=True)
    blend_mode: In[TileBlendMode, Never] = port(default="Seam", input="direct")
    blend_amount: In[int, IntWire] = port(default=32, ge=0)
    board: In[BoardField | None, Never] = port(default=None, input="direct")
    metadata: In[MetadataField | None, Output[MetadataField]] = port(default=None, input="connection")
    image: Out[ImageField] = out()
    width: Out[int] = out()
    height: Out[int] = out()


class PairTileImage(Node, type="pair_tile_image", version="1.0.1", category="tiles", title="Pair Tile with Image"):
    """Node type `pair_tile_image`, version 1.0.1, category tiles.

    In the editor: Pair Tile with Image.

    Args:
        image: Required.
        tile: Required.

    Gives:
        tile_with_image (TileWithImage).
    """

    image: In[ImageField, Output[ImageField]] = port(default=None, required=True)
    tile: In[Tile, Output[Tile]] = port(default=None, required=True)
    tile_with_image: Out[TileWithImage] = out()


class TileToProperties(Node, type="tile_to_properties", version="1.0.1", category="tiles", title="Tile to Properties"):
    """Node type `tile_to_properties`, version 1.0.1, category tiles.

    In the editor: Tile to Properties.

    Args:
        tile: Required.

    Gives:
        coords_left (int), coords_right (int), coords_top (int), coords_bottom (int), width (int), height (int),
            overlap_top (int), overlap_bottom (int), overlap_left (int), overlap_right (int).
    """

    tile: In[Tile, Output[Tile]] = port(default=None, required=True)
    coords_left: Out[int] = out()
    coords_right: Out[int] = out()
    coords_top: Out[int] = out()
    coords_bottom: Out[int] = out()
    width: Out[int] = out()
    height: Out[int] = out()
    overlap_top: Out[int] = out()
    overlap_bottom: Out[int] = out()
    overlap_left: Out[int] = out()
    overlap_right: Out[int] = out()
