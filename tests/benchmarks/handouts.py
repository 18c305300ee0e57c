"""How long a printed handout takes, against the bare engine on the same HTML; and the memory of a hundred.

Printed, never tested: `python -m tests.benchmarks.handouts`.
"""

from __future__ import annotations

import io
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from build_tools.jobs.templates import template_folders
from build_tools.model.output_format import Surroundings
from build_tools.outputs.handouts.html import document_html
from build_tools.outputs.handouts.pdf import handout_jobs, write_handout
from build_tools.outputs.tokens import load_tokens
from build_tools.source.load_kit import load_kit

KIT = Path(__file__).parents[2]
ROUNDS, SHEETS = 9, 100


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the middle of several rounds, after one that is not counted."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    from weasyprint import HTML

    kit, _ = load_kit(KIT, date(2026, 11, 25))
    templates = template_folders(KIT)
    handout = next(h for h in kit.handouts if h.id == "teachers")
    job = next(j for j in handout_jobs(kit) if j.subject == handout.id and j.option == "standard")
    html, _ = document_html(kit, handout, "standard", templates, str)
    style = load_tokens(templates)[0].css("html") + templates("handouts/handout.css").read_text("utf-8")
    whole = html.replace("</head>", f"<style>{style}</style></head>")
    with tempfile.TemporaryDirectory() as place:
        around = Surroundings(KIT, templates, Path(place))
        ours = seconds(lambda: write_handout(kit, job, Path(place), around))
        bare = seconds(lambda: HTML(string=whole).write_pdf(io.BytesIO(), pdf_variant="pdf/a-2a"))
        sys.stdout.write(f"one handout of two sides: {ours:.3f} s, bare engine {bare:.3f} s, ratio {ours / bare:.2f}\n")
        peaks = []
        for _ in range(SHEETS):
            write_handout(kit, job, Path(place), around)
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
        sys.stdout.write(f"memory after 10, 50, {SHEETS} handouts: {peaks[9]}, {peaks[49]}, {peaks[-1]} MiB\n")


if __name__ == "__main__":
    main()
