"""The settings, the cache and the custom nodes of a running server, which is nobody else's where they change."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from invokegraph import Graph, InvokeAIClient
from invokegraph.transport import NotFound, RequestRefused
from nodes_catalog import Add

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.live
NODE_PACK = """
from invokeai.invocation_api import BaseInvocation, InvocationContext, InputField, invocation
from invokeai.app.invocations.primitives import IntegerOutput

@invocation("invokegraph_test_double", title="Double", tags=["math"], category="math", version="1.0.0")
class DoubleInvocation(BaseInvocation):
    value: int = InputField(default=0)

    def invoke(self, context: InvocationContext) -> IntegerOutput:
        return IntegerOutput(value=2 * self.value)
"""


def test_what_it_runs_on(client: InvokeAIClient) -> None:
    app = client.app_repo
    assert app.get_dependencies()["InvokeAI"] == client.version()
    assert app.has_patchmatch() in (True, False)
    assert "cpu" in [device.device for device in app.list_devices()]
    assert app.get_config().config.port > 0
    assert app.get_log_level() in (0, 10, 20, 30, 40, 50)
    assert "gemini" in [provider.provider_id for provider in app.list_external_providers()]
    assert app.get_invocation_cache().max_size >= 0


def test_settings_are_changed_and_told(alone: InvokeAIClient) -> None:
    app = alone.app_repo
    assert app.update_config(max_queue_history=50).config.max_queue_history == 50
    assert app.get_config().config.max_queue_history == 50
    with pytest.raises(RequestRefused, match="422"):
        app.update_config(generation_devices=["cuda:99"])
    with pytest.raises(ValueError, match="does not change port"):
        app.update_config(port=1)
    assert app.set_log_level(30) == app.get_log_level() == 30
    assert app.set_log_level(20) == 20


def test_the_cache_of_node_outputs(alone: InvokeAIClient) -> None:
    app = alone.app_repo
    app.clear_invocation_cache()
    alone.run(Graph(Add(a=11, b=22)), timeout=60)
    before = app.get_invocation_cache()
    alone.run(Graph(Add(a=11, b=22)), timeout=60)
    assert (before.size, app.get_invocation_cache().hits) == (1, before.hits + 1)
    app.disable_invocation_cache()
    assert app.get_invocation_cache().enabled is False
    app.enable_invocation_cache()
    assert app.get_invocation_cache().enabled is True
    app.clear_invocation_cache()
    assert app.get_invocation_cache().size == 0


def test_external_providers(alone: InvokeAIClient) -> None:
    app = alone.app_repo
    changed = app.set_external_provider("gemini", api_key="a-secret", base_url="http://127.0.0.1:1")
    assert (changed.api_key_configured, changed.base_url) == (True, "http://127.0.0.1:1")
    configs = {config.provider_id: config for config in app.list_external_provider_configs()}
    assert configs["gemini"].api_key_configured is True
    assert "a-secret" not in str(app.get_config().to_dict())
    assert app.reset_external_provider("gemini").api_key_configured is False
    with pytest.raises(NotFound, match="Unknown external provider 'nonsense'"):
        app.reset_external_provider("nonsense")


def test_custom_nodes(alone: InvokeAIClient, tmp_path: Path) -> None:
    app = alone.app_repo
    pack = tmp_path / "invokegraph_test_pack"
    pack.mkdir()
    (pack / "__init__.py").write_text(NODE_PACK)
    git = ["git", "-C", str(pack), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "a pack"]):
        subprocess.run([*git, *command], check=True)
    assert app.install_node_pack(f"file://{pack}").name == "invokegraph_test_pack"
    (listed,) = app.list_node_packs()
    assert (listed.name, listed.node_types) == ("invokegraph_test_pack", ["invokegraph_test_double"])
    assert "reloaded" in app.reload_node_packs()
    with pytest.raises(RequestRefused, match="already exists"):
        app.install_node_pack(f"file://{pack}")
    with pytest.raises(RequestRefused, match="Git clone failed"):
        app.install_node_pack(f"file://{tmp_path}/missing_pack")
    assert app.uninstall_node_pack("invokegraph_test_pack").success is True
    assert app.list_node_packs() == []
    with pytest.raises(RequestRefused, match="not found"):
        app.uninstall_node_pack("invokegraph_test_pack")
