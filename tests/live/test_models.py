"""Models of a running server: installing, changing and deleting them, on a server of its own."""

from __future__ import annotations

import shutil
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from invokegraph import Graph, InvokeAIClient, Model
from invokegraph.transport import InstallFailed, InstallTimeout, NotFound, RequestRefused
from nodes_catalog import LoRALoader, MainModelLoader

from .pictures import png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport import InstallJob

    from .servers import OwnServer

pytestmark = pytest.mark.live


@pytest.fixture
def weights(own: OwnServer, tmp_path: Path) -> Path:
    """A file with the weights of a LoRA, unlike any other."""
    path = tmp_path / f"lora-{uuid4().hex}.safetensors"
    shutil.copy(own.root.parent / "tiny-models" / "tiny-lora-sd1.safetensors", path)
    return path


class Files:
    """Serves one file by HTTP, in pieces and only as far as a test lets it."""

    def __init__(self, path: Path) -> None:
        data, go_on, files = path.read_bytes(), threading.Event(), self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self.send_response(500 if files.broken else 200)
                self.send_header("Content-Type", "application/octet-stream")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()

            def do_GET(self) -> None:
                self.do_HEAD()
                with suppress(ConnectionError):  # an installation that is cancelled does not wait for the rest
                    self.wfile.write(data[:1000])
                    go_on.wait(60)
                    for start in range(1000, len(data), 1 << 16):
                        self.wfile.write(data[start : start + (1 << 16)])
                        threading.Event().wait(0.01)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.go_on, self.broken = go_on, False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/{path.name}"

    def close(self) -> None:
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def files(weights: Path) -> Iterator[Files]:
    files = Files(weights)
    yield files
    files.close()


def test_models_are_listed_by_their_parts(client: InvokeAIClient) -> None:
    models = client.dnn_model_repo
    assert [model.name for model in models.list_models(base="sdxl", type="main")] == ["tiny-sdxl"]
    names = {model.name for model in models.list_models(base=["sd-1", "sdxl"], format="diffusers")}
    assert {"tiny-sd1", "tiny-sdxl"} <= names
    found = models.find(name="tiny-sd1", type="main")
    assert [model.key for model in models.list_models(name="tiny-sd1", type="main")] == [found.key]
    assert models.get_model(found.key) == found
    with pytest.raises(RequestRefused, match=r"model_type: Input should be 'onnx', 'main'"):
        models.list_models(type="mainly")
    with pytest.raises(NotFound):
        models.get_model("unknown")
    assert found.key not in [model.key for model in models.list_missing_models()]
    starters = models.list_starter_models()
    assert starters.starter_models[0].name
    assert starters.starter_bundles
    assert models.get_hf_status() in ("valid", "invalid", "unknown")


def test_installing_from_a_path(alone: InvokeAIClient, weights: Path) -> None:
    models, seen = alone.dnn_model_repo, list[str]()
    found = {model.path: model.is_installed for model in models.scan_folder(str(weights.parent))}
    assert found == {str(weights): False}
    job = models.install_model(str(weights), config={"name": "mine ☂", "description": None})
    installed = job.wait(timeout=60, progress=lambda job: seen.append(job.status))
    assert (installed.name, installed.base, installed.type) == ("mine ☂", "sd-1", "lora")
    assert models.get_model(installed.key) == installed
    assert seen[-1] == job.status == "completed"
    assert job.id in [other.id for other in models.list_install_jobs()]
    assert models.get_install_job(job.id).record == job.record
    models.prune_install_jobs()
    assert models.list_install_jobs() == []
    with pytest.raises(NotFound):
        job.refresh()
    models.delete_model(installed.key)
    with pytest.raises(NotFound):
        models.get_model(installed.key)


def test_installing_in_place_and_changing(alone: InvokeAIClient, weights: Path) -> None:
    models = alone.dnn_model_repo
    key = models.install_model(str(weights), inplace=True).wait(timeout=60).key
    assert {model.path: model.is_installed for model in models.scan_folder(str(weights.parent))} == {str(weights): True}
    changed = models.update_model(key, description="a description ☂", trigger_phrases=["ink"])
    assert (changed.description, changed.trigger_phrases) == ("a description ☂", ["ink"])
    assert models.reidentify_model(key).description == "a description ☂"
    assert models.reidentify_models([key, "unknown"]).succeeded == [key]
    models.set_model_image(key, png(64, 64))
    assert models.get_model_image(key)
    models.delete_model_image(key)
    with pytest.raises(RequestRefused):
        models.get_model_image(key)
    other = models.find(name="tiny-sd1", type="main").key
    models.relate_models(key, other)
    assert models.list_related_models(key) == [other]
    assert set(models.list_related_models([other, key])) == {other, key}
    models.unrelate_models(key, other)
    assert models.list_related_models(key) == []
    weights.unlink()
    assert key in [model.key for model in models.list_missing_models()]
    answer = models.delete_models([key, "unknown"])
    assert (answer.deleted, answer.failed[0].key) == ([key], "unknown")


def test_installing_from_a_url(alone: InvokeAIClient, files: Files) -> None:
    models, seen = alone.dnn_model_repo, list[float | None]()
    job = models.install_model(files.url, access_token="very-secret")
    assert "very-secret" not in repr(job) + repr(job.record) + str(job.record.source)
    with pytest.raises(InstallTimeout, match=r"http://127.*was not installed after 0.3 s: \w+") as caught:
        job.wait(timeout=0.3)
    assert caught.value.job is job
    files.go_on.set()
    installed = job.wait(timeout=60, progress=lambda job: seen.append(job.percentage))
    assert installed.type == "lora"
    assert seen[-1] == 1.0
    models.delete_model(installed.key)


def test_a_download_that_is_paused_and_cancelled(alone: InvokeAIClient, weights: Path) -> None:
    weights.write_bytes(bytes(20_000_000))  # large enough that it is not over when the server looks up
    files = Files(weights)
    job = alone.dnn_model_repo.install_model(files.url)
    _until(job, "downloading")
    assert job.pause().refresh().status == "paused"
    job.resume()
    assert job.refresh().status in ("waiting", "downloading")
    job.cancel()
    files.go_on.set()
    with pytest.raises(InstallFailed, match="was not installed: cancelled") as caught:
        job.wait(timeout=120)
    assert caught.value.job.status == "cancelled"
    files.close()


def test_a_download_that_failed_is_begun_anew(alone: InvokeAIClient, files: Files) -> None:
    files.broken = True
    files.go_on.set()
    job = alone.dnn_model_repo.install_model(files.url)
    with pytest.raises(InstallFailed, match="HTTPError: Internal Server Error"):
        job.wait(timeout=120)
    with pytest.raises(InstallFailed, match="HTTPError: Internal Server Error"):
        job.restart_failed().wait(timeout=120)
    files.broken = False
    installed = job.restart_file(files.url).wait(timeout=60)
    assert installed.type == "lora"
    alone.dnn_model_repo.delete_model(installed.key)


def test_what_cannot_be_installed(alone: InvokeAIClient, tmp_path: Path) -> None:
    models = alone.dnn_model_repo
    nonsense = tmp_path / "nonsense.safetensors"
    nonsense.write_bytes(b"no weights")
    with pytest.raises(InstallFailed, match=r"nonsense.safetensors was not installed: .+"):
        models.install_model(str(nonsense)).wait(timeout=60)
    with pytest.raises(RequestRefused, match=r"4\d\d"):
        models.install_model("no/such/path/or/repository")
    with pytest.raises(RequestRefused, match="could not be scanned"):
        models.scan_folder(str(tmp_path / "missing"))


def test_a_repository_of_hugging_face(alone: InvokeAIClient) -> None:
    """The server is offline here: it says so, or the installation does."""
    with pytest.raises((InstallFailed, RequestRefused)):
        alone.dnn_model_repo.install_model("owner/name").wait(timeout=60)


def test_hugging_face_tokens(alone: InvokeAIClient) -> None:
    models = alone.dnn_model_repo
    assert models.login_to_hf("hf_nonsense") in ("invalid", "unknown")
    assert models.logout_from_hf() in ("invalid", "unknown")


def test_the_cache_of_loaded_models(alone: InvokeAIClient) -> None:
    models = alone.dnn_model_repo
    loader = MainModelLoader(model=Model("tiny-sd1"))
    lora = LoRALoader(lora=Model("tiny-lora-sd1"), unet=loader.unet, clip=loader.clip)
    alone.run(Graph(lora), timeout=60)
    models.empty_model_cache()
    stats = models.get_cache_stats()
    assert stats is None or stats.in_cache == 0


def test_orphaned_folders(alone: InvokeAIClient, own: OwnServer, weights: Path) -> None:
    models = alone.dnn_model_repo
    folder = own.root / "models" / uuid4().hex
    folder.mkdir()
    shutil.copy(weights, folder / "model.safetensors")
    assert [orphan.path for orphan in models.list_orphaned_models()] == [folder.name]
    assert models.delete_orphaned_models(folder.name).deleted == [folder.name]
    assert not folder.exists()


def test_what_cannot_be_converted(alone: InvokeAIClient) -> None:
    models = alone.dnn_model_repo
    with pytest.raises(RequestRefused, match=r"400 Bad Request: .*not a main checkpoint|400"):
        models.convert_model(models.find(name="tiny-sd1", type="main").key)


def _until(job: InstallJob, status: str) -> None:
    for _ in range(2400):
        if job.refresh().status == status:
            return
        threading.Event().wait(0.05)
    pytest.fail(f"the job is {job.status}, not {status}")
