"""Installing: `build_tools/install`, on a small project, with packages from a folder instead of a registry."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from build_tools.install import bootstrap
from build_tools.install.bootstrap import BUILD_LOCK, GROUPS, TEST_LOCK, BootstrapError, Need

ROOT = bootstrap.ROOT
THERE, GONE = (lambda: True), (lambda: False)


def lock_entries(lock: str) -> dict[str, str]:
    """Each package of a lock, with what stands about it: version, condition, hashes."""
    text = re.sub(r"^#.*\n", "", (ROOT / lock).read_text("utf-8"), flags=re.MULTILINE)
    entries: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip()):
        name, about = entry.split("==", 1)
        entries[name] = entries.get(name, "") + about
    return entries


def normal(requirement: str) -> str:
    """A package's name as the locks write it: `types-pyyaml` of `types_PyYAML>=6`."""
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name
    return re.sub(r"[-_.]+", "-", name[0]).lower()


# The locks


@pytest.mark.parametrize("lock", [BUILD_LOCK, TEST_LOCK])
def test_each_package_of_a_lock_has_its_hashes(lock: str) -> None:
    for name, about in lock_entries(lock).items():
        assert re.match(r"[\w.]+ ", about), name
        assert "--hash=sha256:" in about, name


@pytest.mark.parametrize("lock", [BUILD_LOCK, TEST_LOCK])
def test_a_lock_names_no_place_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert not re.search(r"://|@|index|find-links", text)


def test_the_locks_have_all_that_the_project_asks_for() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = settings["project"]["dependencies"] + settings["build-system"]["requires"]
    assert {normal(each) for each in asked} <= lock_entries(BUILD_LOCK).keys()
    assert {normal(each) for each in settings["dependency-groups"]["test"]} <= lock_entries(TEST_LOCK).keys()


def test_the_lock_for_tests_holds_the_one_for_builds() -> None:
    assert lock_entries(BUILD_LOCK).items() <= lock_entries(TEST_LOCK).items()


# System packages


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who may not install packages; nothing is installed even if a test goes wrong."""
    monkeypatch.setattr(bootstrap, "_apt_prefix", lambda: None)
    monkeypatch.delenv("CPD_SKIP_SYSTEM", raising=False)
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else real(name))


PANGO = Need("libpango-1.0-0", GONE, "PDFs")


@pytest.mark.usefixtures("nobody")
def test_who_may_not_install_is_told_the_command_and_what_is_lost() -> None:
    with pytest.raises(BootstrapError) as told:
        bootstrap.provide([PANGO, Need("qpdf", THERE, "tests"), Need("libharfbuzz-subset0", GONE, "small PDFs")])
    names = "libpango-1.0-0 libharfbuzz-subset0"
    assert f"sudo sh -c 'apt-get update && apt-get install --no-install-recommends {names}'" in str(told.value)
    assert "Without libpango-1.0-0 there will be no PDFs." in str(told.value)
    assert "CPD_SKIP_SYSTEM=1 make build" in str(told.value)


@pytest.mark.usefixtures("nobody")
def test_what_nothing_works_without_can_not_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPD_SKIP_SYSTEM", "1")
    bootstrap.provide([PANGO])
    with pytest.raises(BootstrapError) as told:
        bootstrap.provide([PANGO, Need("python3.11-venv", GONE)])
    assert "python3.11-venv" in str(told.value)
    assert "libpango" not in str(told.value)
    assert "CPD_SKIP_SYSTEM" not in str(told.value)


@pytest.mark.usefixtures("nobody")
def test_without_apt_get_the_names_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(BootstrapError, match="there is no apt-get") as told:
        bootstrap.provide([PANGO])
    assert "libpango-1.0-0" in str(told.value)


def test_who_may_install_does_so_with_one_update_and_no_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    installed: list[str] = []

    def run(command: list[str]) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        installed.extend(command[command.index("install") :] if "install" in command else [])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(bootstrap, "_run", run)
    monkeypatch.setattr(bootstrap, "_apt_prefix", lambda: ["sudo", "-n"])
    bootstrap.provide([Need(name, lambda name=name: name in installed) for name in ("qpdf", "chromium")])
    assert [command[-1] for command in ran] == ["update", "chromium"]
    assert all(command[:4] == ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"] for command in ran)
    assert {"--yes", "--no-install-recommends", "qpdf", "chromium"} <= set(ran[1])


@pytest.mark.skipif(sys.platform != "linux", reason="system packages are looked for on Linux alone")
def test_what_is_looked_for_is_found_or_not() -> None:
    assert bootstrap._library("libc.so.6")()
    assert not bootstrap._library("libnot-there.so.0")()
    assert bootstrap._program("sh")()
    assert not bootstrap._program("sh", beside="not-there.so")()
    assert not bootstrap._program("not-there")()
    assert not bootstrap._font("not-there/*.ttf")()


def test_the_groups_build_on_each_other() -> None:
    assert set(GROUPS["build"].needs) < set(GROUPS["render"].needs) < set(GROUPS["test"].needs)
    assert all(need.without for need in GROUPS["test"].needs)


# Python packages

BACKEND = """
import zipfile
def build_editable(folder, config_settings=None, metadata_directory=None):
    info, name = "small-1.dist-info/", "small-1-py3-none-any.whl"
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        wheel.writestr(info + "METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1\\n")
        wheel.writestr(info + "WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr(info + "entry_points.txt", "[console_scripts]\\nsmall = platform:platform\\n")
        wheel.writestr(info + "RECORD", "")
    return name
"""
PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "small"
version = "1"
"""


def make_wheel(folder: Path, name: str) -> str:
    """Put a package that holds nothing but a module into a folder; the lock's line for it."""
    path, info = folder / f"{name}-1-py3-none-any.whl", f"{name}-1.dist-info/"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}.py", "")
        wheel.writestr(f"{info}METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        wheel.writestr(f"{info}WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}RECORD", "")
    return f"{name}==1 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Small:
    """A project of two packages, and runs of `bootstrap.py` in it. System packages are none of its business."""

    def __init__(self, root: Path):
        self.root, self.wheels, self.venv = root, root / "wheels", root / ".venv"
        self.wheels.mkdir(parents=True)
        (root / "build_tools/install").mkdir(parents=True)
        shutil.copy(bootstrap.__file__, root / "build_tools/install/bootstrap.py")
        (root / "pyproject.toml").write_text(PYPROJECT)
        (root / "backend.py").write_text(BACKEND)
        self.build_line, self.test_line = make_wheel(self.wheels, "spade"), make_wheel(self.wheels, "rake")
        (root / BUILD_LOCK).write_text(self.build_line)
        (root / TEST_LOCK).write_text(self.build_line + self.test_line)

    def run(self, group: str) -> subprocess.CompletedProcess[str]:
        """Run it, with packages from the folder alone."""
        settings = {
            "CPD_SKIP_SYSTEM": "1",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            "PIP_CONFIG_FILE": os.devnull,
        }
        base = getattr(sys, "_base_executable", sys.executable)  # not the one of the environment that the tests run in
        command = [base, "build_tools/install/bootstrap.py", group]
        return subprocess.run(
            command, cwd=self.root, env=os.environ | settings, capture_output=True, text=True, check=False
        )

    def has(self, module: str) -> bool:
        """Whether the environment has a package."""
        return any(self.venv.glob(f"lib/python*/site-packages/{module}.py"))

    def times(self) -> dict[Path, int]:
        """When each file of the environment was written."""
        return {path: path.lstat().st_mtime_ns for path in self.venv.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The project with its packages for building installed. The tests below go on from each other's, in their order."""
    project = Small(tmp_path_factory.mktemp("small") / "project")
    done = project.run("build")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Installing 1 Python packages" in done.stdout
    return project


def test_a_build_gets_its_packages_and_the_command(small: Small) -> None:
    assert small.has("spade")
    assert not small.has("rake")
    assert (
        subprocess.run([small.venv / "bin/small"], check=False).returncode == 1
    )  # it says the platform, a true string


def test_a_second_run_installs_nothing_and_says_nothing(small: Small) -> None:
    before = small.times()
    done = small.run("build")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert small.times() == before


def test_tests_get_theirs_beside_what_is_there(small: Small) -> None:
    marker = small.venv / "kept"
    marker.touch()
    assert small.run("test").returncode == 0
    assert small.has("rake")
    assert marker.exists()
    assert small.run("build").stdout == ""  # a build needs no more than that


def test_other_settings_install_nothing_and_the_project_s_own_only_the_project(small: Small) -> None:
    pyproject = small.root / "pyproject.toml"
    pyproject.write_text(PYPROJECT + "[tool.ruff]\nline-length = 99\n")
    before = small.times()
    assert small.run("test").stdout == ""
    assert small.times() == before
    pyproject.write_text(PYPROJECT + 'description = "a garden"\n')
    done = small.run("test")
    assert (done.returncode, done.stdout) == (0, "")  # the packages are not installed again
    assert small.times() != before


def test_a_package_that_was_removed_is_missed(small: Small) -> None:
    environment = bootstrap.Environment(small.root)
    assert environment.is_ready((BUILD_LOCK,))
    info = next(small.venv.glob("lib/python*/site-packages/spade-1.dist-info"))
    info.rename(info.with_name("gone"))
    assert not environment.is_ready((BUILD_LOCK,))
    info.with_name("gone").rename(info)


def test_a_file_that_is_not_the_lock_s_is_refused_and_what_was_cut_off_redone(small: Small) -> None:
    (small.root / BUILD_LOCK).write_text(re.sub("sha256:.{4}", "sha256:0000", small.build_line))
    done = small.run("build")
    assert done.returncode == 1
    assert "HASHES" in done.stderr
    assert "pip failed" in done.stderr
    assert not small.has("spade")
    (small.root / BUILD_LOCK).write_text(small.build_line)
    leftover = small.venv / "half-installed"
    leftover.touch()
    assert small.run("build").returncode == 0
    assert small.has("spade")
    assert not small.has("rake")
    assert not leftover.exists()


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    project = Small(tmp_path / "project")
    theirs = project.venv / "pyvenv.cfg"
    theirs.parent.mkdir()
    theirs.touch()
    done = project.run("build")
    assert done.returncode == 1
    assert "was not made by this script" in done.stderr
    assert list(project.venv.iterdir()) == [theirs]


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Path(bootstrap.__file__).read_text("utf-8")
    monkeypatch.setattr(sys, "version_info", (3, 10, 13, "final", 0))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer is needed; this is Python 3\.10"):
        exec(compile(source, "bootstrap.py", "exec"), {"__name__": "old", "__file__": bootstrap.__file__})


def test_an_old_python_can_read_the_file() -> None:
    # 3.7 is the oldest whose grammar can be asked for.
    ast.parse(Path(bootstrap.__file__).read_text("utf-8"), feature_version=(3, 7))
