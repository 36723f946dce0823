"""Pictures that say that they are simulated, and what they were made of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.nodes.call import keep

if TYPE_CHECKING:
    from PIL.Image import Image

    from invokegraph.simulator.nodes.call import Call, Outputs
    from invokegraph.simulator.nodes.handles import Facts

NOTE: Final = "simulated"
"""Name of the PNG text that says that a picture is simulated and what it was made of."""


def painted(call: Call, facts: Facts, mark: str) -> Outputs:
    """Save the picture that stands for one made of these facts."""
    from invokegraph.simulator.nodes.painting import paint

    image = paint(facts, mark, facts["width"], facts["height"])
    return keep(image, call, extra_text={NOTE: json.dumps(facts, default=str)})


def stamped(call: Call, image: Image, what: str = "") -> Outputs:
    """Save a picture with a label that says what it stands for: by default the node type."""
    from invokegraph.simulator.nodes.painting import stamp

    label = what or call.type
    return keep(stamp(image, label), call, extra_text={NOTE: json.dumps({"note": [label]})})
