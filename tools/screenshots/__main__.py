"""`python -m tools.screenshots`: take the pictures and tell what was measured."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Error

from tools.screenshots import drawings, notebooks, sheets, site
from tools.screenshots.camera import Camera, browser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.screenshots.camera import Figures

SUBJECTS: Final = {"drawings": drawings, "sheets": sheets, "notebooks": notebooks, "site": site}


def main() -> int:
    """Take the pictures that the command line asks for; 1 if something is wrong with one of them."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"{', '.join(SUBJECTS)}; all if left out")
    parser.add_argument("--out", type=Path, default=Path("out/screenshots"), help="folder for the pictures")
    arguments = parser.parse_args()
    if unknown := set(arguments.subjects) - set(SUBJECTS):
        parser.error(f"no subject {', '.join(sorted(unknown))}: there are {', '.join(SUBJECTS)}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    try:
        return take(arguments.subjects or list(SUBJECTS), arguments.out)
    except Error as error:
        sys.exit(f"the browser says: {error}\nWhere there is no Chromium: playwright install chromium")


def take(subjects: Sequence[str], out: Path) -> int:
    """Take pictures of some subjects, and tell what was measured."""
    with browser() as started, TemporaryDirectory() as folder:
        camera = Camera(started, out)
        for name in subjects:
            place = Path(folder, name)
            place.mkdir()
            SUBJECTS[name].shoot(camera, place)
        return tell(camera)


def tell(camera: Camera) -> int:
    """Print what was measured; 1 if something is wrong."""
    for name, figures in camera.taken.items():
        print(line(name, figures))
    findings = sum(len(figures.findings) for figures in camera.taken.values())
    print(f"{len(camera.taken)} pictures in {camera.out}, {findings} findings")
    return 1 if findings else 0


def line(name: str, figures: Figures) -> str:
    """What was measured in one picture, and below it what is wrong there."""
    smallest = f"{figures.smallest:.1f} px" if figures.smallest else "-"
    lowest = f"{figures.lowest:.2f}" if figures.lowest else "-"
    unknown = f", {figures.unknown} on pictures" if figures.unknown else ""
    head = f"{name}: {figures.texts} texts{unknown}, from {smallest}, contrast from {lowest}"
    return "\n".join([head, *(f"  {kind}: {text!r}: {detail}" for kind, text, detail in figures.findings)])


if __name__ == "__main__":
    sys.exit(main())
