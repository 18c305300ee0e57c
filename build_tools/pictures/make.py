"""Take the README's pictures from a build: `python -m build_tools.pictures.make output`.

Needs Chromium, Poppler's pdftoppm and LibreOffice, which the test set-up installs. The pictures are committed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).parent
WIDTH = 900
"""Pixels across, of each picture."""


def run(*command: str | Path) -> None:
    """Run a program; what it says is shown only when it fails."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-2000:]}")


def screenshot(page: Path, target: Path, anchor: str = "", height: int = 1100) -> None:
    """A page as Chromium shows it, 1280 pixels wide."""
    with tempfile.TemporaryDirectory() as profile:
        run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars",
            f"--user-data-dir={profile}", f"--window-size=1280,{height}", "--virtual-time-budget=4000",
            f"--screenshot={target}", page.resolve().as_uri() + anchor)  # fmt: skip


def pdf_page(pdf: Path, target: Path, page: int = 1) -> None:
    """A page of a PDF."""
    run("pdftoppm", "-r", "110", "-f", str(page), "-l", str(page), "-singlefile", "-png", pdf, target.with_suffix(""))


def slide(deck: Path, target: Path, page: int) -> None:
    """A slide, as LibreOffice draws it."""
    with tempfile.TemporaryDirectory() as folder:
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, deck)
        pdf_page(Path(folder) / f"{deck.stem}.pdf", target, page)


def narrowed(path: Path) -> None:
    """The picture at the README's width, with few enough colours to be light."""
    with Image.open(path) as picture:
        scale = min(1.0, WIDTH / picture.width)
        small = picture.convert("RGB").resize(
            (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
        )
    small.quantize(128).save(path, optimize=True)


def main(output: Path, module: str, handout: str) -> None:
    """Take all four."""
    screenshot(output / "book" / f"{module}.html", FOLDER / "book.png")
    slide(output / "slides" / f"{module}-45min.pptx", FOLDER / "slide.png", 4)
    pdf_page(output / "handouts" / f"{handout}.pdf", FOLDER / "handout.png")
    screenshot(output / "quizzes" / module / "quiz.html", FOLDER / "quiz.png", height=900)
    for path in sorted(FOLDER.glob("*.png")):
        narrowed(path)


if __name__ == "__main__":
    missing = [program for program in ("chromium", "pdftoppm", "soffice") if shutil.which(program) is None]
    if missing:
        sys.exit(f"Not found: {', '.join(missing)}. Run: make test")
    main(Path(sys.argv[1]), "mainstream-duties", "teachers")
