"""Workflows of InvokeAI's editor, in and out."""

from invokegraph.workflow.definition import WorkflowDefinition
from invokegraph.workflow.inputs import WorkflowInput

__all__ = ["WorkflowDefinition", "WorkflowInput"]
