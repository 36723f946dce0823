# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""Node types of the category workflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.node import Node
from invokegraph.ports import out, port

if TYPE_CHECKING:
    from typing import Any, Never

    from invokegraph.ports import In, InOut, OneOrListWire, Out, Output, StrWire

    from .fields import WorkflowReturnValueField


class CallSavedWorkflow(
    Node,
    type="call_saved_workflow",
    version="1.0.0",
    category="workflow",
    title="Call Saved Workflow",
    classification="beta",
):
    """Node type `call_saved_workflow`, version 1.0.0, category workflow, beta.

    In the editor: Call Saved Workflow.

    Args:
        workflow_id: Default "".
        workflow_inputs: Default {}.

    Gives:
        values (dict[str, Any]).
    """

    workflow_id: In[str, StrWire] = port(default="")
    workflow_inputs: In[dict[str, Any], Output[dict[str, Any]]] = port(default={})
    values: Out[dict[str, Any]] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class WorkflowReturn(
    Node, type="workflow_return", version="1.0.0", category="workflow", title="Workflow Return", classification="beta"
):
    """Node type `workflow_return`, version 1.0.0, category workflow, beta.

    In the editor: Workflow Return.

    Args:
        values: Wire only, default [].

    Gives:
        values (dict[str, Any]).
    """

    values: InOut[
        dict[str, Any],
        WorkflowReturnValueField | list[WorkflowReturnValueField],
        OneOrListWire[WorkflowReturnValueField],
    ] = port(default=[], input="connection")
    use_cache: In[bool, Never] = port(default=False, input="direct")


class WorkflowReturnGet(
    Node,
    type="workflow_return_get",
    version="1.0.0",
    category="workflow",
    title="Get Workflow Return Value",
    classification="beta",
):
    """Node type `workflow_return_get`, version 1.0.0, category workflow, beta.

    In the editor: Get Workflow Return Value.

    Args:
        values: Wire only, default {}.
        key: Default "".

    Gives:
        value (Any).
    """

    values: In[dict[str, Any], Output[dict[str, Any]]] = port(default={}, input="connection")
    key: In[str, StrWire] = port(default="")
    value: Out[Any] = out()
    use_cache: In[bool, Never] = port(default=False, input="direct")


class WorkflowReturnValue(
    Node,
    type="workflow_return_value",
    version="1.0.0",
    category="workflow",
    title="Workflow Return Value",
    classification="beta",
):
    """Node type `workflow_return_value`, version 1.0.0, category workflow, beta.

    In the editor: Workflow Return Value.

    Args:
        key: Default "".

    Gives:
        value (WorkflowReturnValueField).
    """

    key: In[str, StrWire] = port(default="")
    value: InOut[WorkflowReturnValueField, Any, Output[Any]] = port(default=None)
    use_cache: In[bool, Never] = port(default=False, input="direct")
