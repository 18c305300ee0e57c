"""What the engine asks of every format that is listed."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from build_tools.jobs.key import JobKeys
from build_tools.jobs.plan import jobs_of_part
from build_tools.jobs.templates import template_folders
from build_tools.model.output_format import PARTS
from build_tools.outputs import OUTPUTS, load_formats

from ..kits import SAMPLE, sample_kit


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_listed_format_is_there_and_its_jobs_have_keys(name: str) -> None:
    formats, off = load_formats({name: OUTPUTS[name]})
    assert not off and OUTPUTS[name].part in PARTS
    kit = sample_kit()
    keys = JobKeys(kit, template_folders(Path(SAMPLE)), None, "1")
    jobs = jobs_of_part(OUTPUTS[name].part, kit, formats)
    assert jobs and len({keys.key(job) for job in jobs}) == len(jobs)
    assert {fact for job in jobs for fact in job.facts} <= {fact.id for fact in kit.facts}
    assert pickle.loads(pickle.dumps(jobs)) == list(jobs)
