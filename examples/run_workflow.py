"""A workflow that InvokeAI's editor has saved, run with other inputs.

`lighthouse.workflow.json` is such a file. The inputs that its form shows are set by their labels; the values here are
judged as those of nodes are. `Graph.from_workflow` reads the same file where only the graph is wanted.
"""

from __future__ import annotations

from pathlib import Path

from invokegraph import WorkflowDefinition

FILE = Path(__file__).with_name("lighthouse.workflow.json")


def with_inputs(file: Path, **inputs: object) -> WorkflowDefinition:
    """A workflow with some of the inputs of its form set.

    Args:
        file: The workflow, as the editor saves it.
        inputs: Values by the labels of the inputs.

    Raises:
        NotInGraph: The form shows no such input.
        ValueRefused: An input does not take its value.
    """
    workflow = WorkflowDefinition.from_file(file)
    for label, value in inputs.items():
        workflow[label].value = value
    return workflow


workflow = with_inputs(FILE, Prompt="a lighthouse in a storm", Steps=25)
batch = workflow.sweep("Seed", [7, 8, 9]).batch()


def main() -> None:
    """Say what the workflow's form shows, with the values as they are now."""
    print(f"{workflow.name}: {workflow.description}")
    for field in workflow.inputs:
        print(f"{field.input_index}: {field.label or field.field_name} ({field.type}) = {field.value}")


if __name__ == "__main__":
    main()
