"""What callable workflows return, and what the engine does with what the library holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .call import NodeError, Table, each

if TYPE_CHECKING:
    from .call import Call, Inputs, Outputs

NODES: Final = Table()


@NODES.gives("value", "workflow_return_value")
def _value(inputs: Inputs) -> Outputs:
    return {"key": _key(inputs), "value": inputs["value"]}


@NODES.gives("values", "workflow_return")
def _values(inputs: Inputs) -> Outputs:
    named: dict[str, Any] = {}
    for value in each(inputs["values"]):
        key = _key(value)
        if key in named:
            raise NodeError(f"Duplicate workflow return key '{key}'.")
        named[key] = value["value"]
    return named


@NODES.gives("value", "workflow_return_get")
def _get(inputs: Inputs) -> Any:
    key = _key(inputs)
    if key not in inputs["values"]:
        raise NodeError(f"Workflow return key '{key}' was not found.")
    return inputs["values"][key]


@NODES.gives("values", "call_saved_workflow")
def _called(_: Inputs) -> Outputs:
    """The engine runs the workflow, and puts in what that returns."""
    return {}


@NODES.add("prompt_template")
def _template(call: Call) -> Outputs:
    """The engine puts the prompts into the style."""
    return {name: call.inputs[name] for name in ("positive_prompt", "negative_prompt")}


def _key(inputs: Inputs) -> str:
    key: str = inputs["key"].strip()
    if not key:
        raise NodeError("Workflow return key must not be empty.")
    return key
