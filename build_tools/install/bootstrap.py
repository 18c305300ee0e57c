"""Install what a build or the tests need, and nothing that is there already.

    python3 build_tools/install/bootstrap.py build     what `make build` needs
    python3 build_tools/install/bootstrap.py render    that, and the office program that draws decks as pictures
    python3 build_tools/install/bootstrap.py lint      the Python packages of the tests, nothing of the system's
    python3 build_tools/install/bootstrap.py test      all of it

Two things are looked after. *System packages*: each is looked for (a library is loaded, a program or a font is looked
up), and what is missing is installed with apt-get by root, or by somebody whom sudo asks no password; anybody else is
told the command and nothing happens. *Python packages*: they go into `.venv`, from a committed lock in which every file
has its hash, so a changed file on the way is refused. What is in `.venv` is written down in `.venv/cpd-kit.json` last,
so an installation that was cut off is seen and redone. When all is there, nothing is printed.

pip's own settings hold here too (PIP_INDEX_URL, PIP_FIND_LINKS, PIP_NO_INDEX, PIP_CERT and the rest).
CPD_SKIP_SYSTEM=1 goes on without the system packages that a build can do without.

Standard library only: this runs before anything is installed. An old Python must be able to read the file down to the
line that sends it away, so nothing above that line, and no syntax below it, is newer than Python 3.6.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the first thing here that an old Python meets
    sys.exit(
        "Python 3.11 or newer is needed; this is Python %d.%d (%s).\n"  # noqa: UP031 - read by old Pythons
        "If a newer one is installed, name it: make build PYTHON=python3.11"
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import argparse
import contextlib
import ctypes
import hashlib
import importlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import tomllib
import venv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
"""The project: the folder of pyproject.toml."""

BUILD_LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"
RECORD = "cpd-kit.json"
"""In `.venv`: what was installed there. Empty (`{}`) while an installation is under way."""

APT_LOCK_WAIT = 300
"""Seconds to wait while another program, such as the nightly update, installs packages."""

PIP_INSTALL = ("-m", "pip", "--disable-pip-version-check", "install", "-qq", "--no-input")
"""-qq: errors alone. A warning a package, of each place in pip's settings that does not have it, would bury them."""


class BootstrapError(Exception):
    """Something is missing and can't be installed from here. The message says what to do."""


# 1. System packages


@dataclass(frozen=True)
class Need:
    """One system package.

    Attributes:
        package: its name in Debian 12 and 13.
        present: whether it, or what we use of it, is there.
        without: what there will be none of without it; empty where nothing works without it.
    """

    package: str
    present: Callable[[], bool]
    without: str = ""


def _library(name: str) -> Callable[[], bool]:
    def present() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def _program(name: str, beside: str = "") -> Callable[[], bool]:
    """Whether a program is on the PATH and, where `beside` names one, a file is in its own folder."""

    def present() -> bool:
        found = shutil.which(name)
        return found is not None and (not beside or (Path(found).resolve().parent / beside).exists())

    return present


def _font(pattern: str) -> Callable[[], bool]:
    return lambda: any(Path("/usr/share/fonts").glob(pattern))


PIP_MAKER = Need(
    f"python{sys.version_info.major}.{sys.version_info.minor}-venv",
    lambda: importlib.util.find_spec("ensurepip") is not None,
)
"""Debian keeps the part of Python that puts pip into a virtual environment in a package of its own."""

BUILD_NEEDS = (
    # The libraries that WeasyPrint 70 opens, `weasyprint/text/ffi.py`; these bring GLib, HarfBuzz and fontconfig along.
    Need("libpango-1.0-0", _library("libpango-1.0.so.0"), "PDFs (handouts, quizzes on paper)"),
    Need("libpangoft2-1.0-0", _library("libpangoft2-1.0.so.0"), "PDFs (handouts, quizzes on paper)"),
    Need("libharfbuzz-subset0", _library("libharfbuzz-subset.so.0"), "small PDFs: whole fonts go into each"),
    # Names of people and schools in a script that our own typeface lacks. 12 MB and 2 MB to download.
    Need("fonts-noto-core", _font("truetype/noto/NotoSansArabic-Regular.ttf"), "letters of other scripts in PDFs"),
    Need("fonts-wqy-microhei", _font("truetype/wqy/wqy-microhei.ttc"), "Chinese, Japanese and Korean letters in PDFs"),
)
RENDER_NEEDS = (
    # Impress itself, not LibreOffice at large: this library is the one that reads and draws decks.
    Need("libreoffice-impress", _program("soffice", beside="libsdlo.so"), "pictures of decks"),
    Need(
        "fonts-liberation2",
        _font("truetype/liberation*/LiberationSans-Regular.ttf"),
        "true widths in pictures of decks",
    ),
)
TEST_NEEDS = (
    # Debian's browser: playwright's own would have to be downloaded. Playwright runs on a Node.js that it brings along;
    # that one needs libatomic, which a small Debian lacks.
    Need("chromium", _program("chromium"), "tests of pages in a browser"),
    Need("libatomic1", _library("libatomic.so.1"), "tests of pages in a browser"),
    Need("poppler-utils", _program("pdftotext"), "tests that read PDFs"),
    Need("qpdf", _program("qpdf"), "tests of a PDF's structure"),
)


@dataclass(frozen=True)
class Group:
    """What one purpose needs: system packages, and the lock files that `.venv` must hold.

    The last lock is the one to install: `make lock` puts all of the ones before it into it.
    """

    needs: tuple[Need, ...]
    locks: tuple[str, ...]


GROUPS: Mapping[str, Group] = {
    "build": Group(BUILD_NEEDS, (BUILD_LOCK,)),
    "render": Group(BUILD_NEEDS + RENDER_NEEDS, (BUILD_LOCK,)),
    "lint": Group((), (BUILD_LOCK, TEST_LOCK)),
    "test": Group(BUILD_NEEDS + RENDER_NEEDS + TEST_NEEDS, (BUILD_LOCK, TEST_LOCK)),
}


def missing(needs: Iterable[Need]) -> list[Need]:
    """Those that are not there. Elsewhere than on Linux nothing is known to be missing."""
    return [need for need in needs if not need.present()] if sys.platform == "linux" else []


def provide(needs: Iterable[Need]) -> None:
    """Install the system packages that are missing.

    Raises:
        BootstrapError: some are missing and can't be installed from here.
    """
    wanted = missing(needs)
    if os.environ.get("CPD_SKIP_SYSTEM", "") not in ("", "0"):
        wanted = [need for need in wanted if not need.without]
    if not wanted:
        return
    prefix = _apt_prefix()
    if prefix is None:
        raise BootstrapError(_by_hand(wanted))
    packages = [need.package for need in wanted]
    print(f"Installing with apt-get: {' '.join(packages)}; some minutes.", flush=True)
    _apt_install(prefix, packages)
    importlib.invalidate_caches()
    still = ", ".join(need.package for need in missing(wanted))
    if still:
        raise BootstrapError(
            f"apt-get installed {still}, yet what is needed of it is not found. Is this an unusual Debian?"
        )


def _apt_prefix() -> list[str] | None:
    """What stands before `apt-get` so that it may install; None where it may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and _run([sudo, "-n", "true"]).returncode == 0:
        return [sudo, "-n"]
    return None


def _apt_install(prefix: list[str], packages: list[str]) -> None:
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]
    apt += ["-o", f"DPkg::Lock::Timeout={APT_LOCK_WAIT}", "-o", "Dpkg::Use-Pty=0"]
    # Where the lists can't be renewed (a source of somebody else's is broken), what is there may still do.
    updated = _run([*apt, "update"])
    command = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    installed = _run(command)
    if installed.returncode:
        said = [
            *(updated.stdout.splitlines()[-10:] if updated.returncode else []),
            *installed.stdout.splitlines()[-25:],
        ]
        raise BootstrapError("\n".join([*said, "", f"This failed, in the words above: {shlex.join(command)}"]))


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; both its streams are in the result's `stdout`."""
    return subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False
    )  # fmt: skip


def _by_hand(wanted: list[Need]) -> str:
    """What somebody who may not install packages is told."""
    names = " ".join(need.package for need in wanted)
    if shutil.which("apt-get"):
        command = f"apt-get update && apt-get install --no-install-recommends {names}"
        lines = ["Some system packages are missing. Install them, or ask whoever looks after this machine to:", ""]
        lines += [f"    sudo sh -c {shlex.quote(command)}", ""]
    else:
        lines = [
            "Some system packages are missing, and there is no apt-get to install them.",
            f"Debian calls them: {names}",
        ]
    lines += [f"Without {need.package} there will be no {need.without}." for need in wanted if need.without]
    if all(need.without for need in wanted):
        lines += ["To go on without them, set CPD_SKIP_SYSTEM=1, as in: CPD_SKIP_SYSTEM=1 make build"]
    return "\n".join(lines)


# 2. Python packages


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Environment:
    """The virtual environment of a project.

    Attributes:
        root: the project's folder.
        folder: its `.venv`.
    """

    def __init__(self, root: Path):
        self.root, self.folder = root, root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's own Python."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def is_ready(self, locks: tuple[str, ...]) -> bool:
        """Whether all that `locks` pin, and the project as it is now, is installed."""
        record = self._read_record()
        return self._is_sound(record) and (self._hashes(locks) | self._project_hash()).items() <= record.items()

    def install(self, locks: tuple[str, ...]) -> None:
        """Bring the environment to what `locks` pin. Add to one that is sound; make any other anew.

        Raises:
            BootstrapError: pip failed, or `.venv` is not ours to change.
        """
        record, wanted = self._read_record(), self._hashes(locks)
        # Where a lock has changed since it was installed, packages may be there that it no longer names.
        outdated = any(record.get(lock, wanted[lock]) != wanted[lock] for lock in locks)
        if outdated or not self._is_sound(record):
            self._make()
            record = {}
        self._write_record({})
        if not wanted.items() <= record.items():
            number = sum(line[:1].isalnum() for line in (self.root / locks[-1]).read_text("utf-8").splitlines())
            print(f"Installing {number} Python packages from {locks[-1]}; a minute or two.", flush=True)
            # Wheels only: building from source would fetch build tools that no hash of ours covers.
            self._pip("--require-hashes", "--no-deps", "--only-binary=:all:", "-r", locks[-1])
        # Built with the setuptools that the lock put there; nothing is fetched.
        self._pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")
        state = {"python": _version(self.python), "root": str(self.root), "installed": self._installed()}
        self._write_record(record | wanted | self._project_hash() | state)

    def _hashes(self, locks: tuple[str, ...]) -> dict[str, Any]:
        return {lock: _hash((self.root / lock).read_bytes()) for lock in locks}

    def _project_hash(self) -> dict[str, Any]:
        """Of the settings that the installed project is made from alone; a changed linter setting installs nothing."""
        settings = tomllib.loads((self.root / "pyproject.toml").read_text("utf-8"))
        ours = [settings.get("build-system"), settings.get("project"), settings.get("tool", {}).get("setuptools")]
        return {"project": _hash(json.dumps(ours, sort_keys=True).encode())}

    def _is_sound(self, record: dict[str, Any]) -> bool:
        """Whether the environment still stands where it was made, with its Python and all that was put into it."""
        return (
            record.get("root") == str(self.root)
            and record.get("python") == _version(self.python)
            and set(record.get("installed", [])) <= set(self._installed())
        )

    def _installed(self) -> list[str]:
        """Names and versions of the packages in the environment."""
        pattern = "Lib/site-packages/*.dist-info" if os.name == "nt" else "lib/python*/site-packages/*.dist-info"
        return sorted(path.name.removesuffix(".dist-info") for path in self.folder.glob(pattern))

    def _make(self) -> None:
        """Make an empty environment, in place of what is left of ours."""
        self.folder.mkdir(exist_ok=True)
        left = [path for path in self.folder.iterdir() if path.name != RECORD]
        if left and not (self.folder / RECORD).exists():
            raise BootstrapError(
                f"{self.folder} was not made by this script, so it is left alone.\n"
                "Move it away or delete it, then run this again."
            )
        self._write_record({})  # it stays while the rest goes: what a removal cut off leaves is still known as ours
        for path in left:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
        try:
            venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(self.folder)
        except subprocess.CalledProcessError as error:
            said = (error.output or b"").decode(errors="replace")
            raise BootstrapError(f"{said}\n\nPython could not make a virtual environment in {self.folder}.") from error

    def _pip(self, *arguments: str) -> None:
        command = [str(self.python), *PIP_INSTALL, *arguments]
        if subprocess.run(command, cwd=self.root, stdin=subprocess.DEVNULL, check=False).returncode:
            raise BootstrapError(
                f"pip failed; its own words are above. The command was: {shlex.join(command)}\n"
                "Run this again when it can be mended; what is half installed is then made anew."
            )

    def _read_record(self) -> dict[str, Any]:
        """What was written down; empty where nothing, or nothing whole, was."""
        try:
            record = json.loads((self.folder / RECORD).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def _write_record(self, record: dict[str, Any]) -> None:
        """Write it whole or not at all."""
        aside = self.folder / f"{RECORD}.new"
        aside.write_text(json.dumps(record, indent=1), "utf-8")
        aside.replace(self.folder / RECORD)


def _version(python: Path) -> str:
    """An interpreter's version, such as `3.11`: packages of one do for all of it. Empty where it does not run."""
    try:
        done = _run([str(python), "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
    except OSError:
        return ""
    return done.stdout.strip()


@contextlib.contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    """Wait while another of these is at work in the same folder. Windows has no such lock; there, nobody waits."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    with (root / "pyproject.toml").open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another installation in this folder.", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def bootstrap(group: Group, root: Path = ROOT) -> None:
    """Install what a group needs and lacks.

    Raises:
        BootstrapError: something can't be installed.
    """
    environment = Environment(root)
    if environment.is_ready(group.locks) and not missing(group.needs):
        return
    with _one_at_a_time(root):
        ready = environment.is_ready(group.locks)
        provide(group.needs if ready else (PIP_MAKER, *group.needs))
        if not ready:
            environment.install(group.locks)


def main(arguments: list[str] | None = None) -> int:
    """Install what one purpose needs; exit code 1 where that can't be done."""
    parser = argparse.ArgumentParser(
        description="Install what a build or the tests need, and nothing that is there already."
    )
    parser.add_argument("group", choices=GROUPS, help="what to install for")
    group = GROUPS[parser.parse_args(arguments).group]
    try:
        bootstrap(group)
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"The installation stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is half installed will be made anew by the next run.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
