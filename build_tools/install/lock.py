"""Write the two lock files anew from pyproject.toml, with uv from an environment that is thrown away.

    python3 build_tools/install/lock.py              keep the versions in the locks where they still do
    python3 build_tools/install/lock.py --upgrade    take the newest versions that will do

The locks hold for every system and every Python from 3.11 up (`--universal`), name each file by its hash, and name no
registry: where packages come from is the settings of whoever installs them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD_LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"
OLDEST_PYTHON = "3.11"


def main(options: list[str]) -> int:
    """Write both locks. `options` are handed to `uv pip compile`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.EnvBuilder(with_pip=True, symlinks=True).create(folder)
        subprocess.run(
            [folder / "bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "uv"], check=True
        )
        uv = folder / "bin/uv"
        # The project is installed without fetching its build backend, so that is locked like the rest.
        backend = "\n".join(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]["requires"])
        for lock, more in ((BUILD_LOCK, []), (TEST_LOCK, ["--group", "test", "--constraints", BUILD_LOCK])):
            command = [
                *(str(uv), "pip", "compile", "pyproject.toml", "-", "--output-file", lock, *more, *options),
                *("--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"),
                *(
                    "--no-emit-index-url",
                    "--no-emit-find-links",
                    "--no-annotate",
                    "--custom-compile-command",
                    "make lock",
                ),
            ]
            subprocess.run(command, cwd=ROOT, input=backend, text=True, check=True, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
