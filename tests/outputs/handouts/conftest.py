"""Handouts of the sample course, printed once a test run."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.jobs.templates import OUR_TEMPLATES, TemplateFolders
from build_tools.model.output_format import Surroundings
from build_tools.outputs.handouts.pdf import handout_jobs, write_handout
from tests.kits import SAMPLE, sample_kit


@pytest.fixture(scope="session")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Surroundings:
    return Surroundings(SAMPLE, TemplateFolders((OUR_TEMPLATES,)), tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory, surroundings: Surroundings) -> Path:
    """The folder with every variant of the sample handout; printing them gives no finding."""
    folder = tmp_path_factory.mktemp("handouts")
    kit = sample_kit()
    for job in handout_jobs(kit):
        assert write_handout(kit, job, folder, surroundings).findings == ()
    return folder
