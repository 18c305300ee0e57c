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
        "If a newer one is installed, name it: make build PYTHON=python3.11" % (sys.version_info[:2] + (sys.executable,))
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


PIP_MAKER = Need(f"python{sys.version_info.major}.{sys.version_info.minor}-venv", lambda: importlib.util.find_spec("ensurepip") is not None)
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
    Need("fonts-liberation2", _font("truetype/liberation*/LiberationSans-Regular.ttf"), "true widths in pictures of decks"),
)
TEST_NEEDS = (
    Need("chromium", _program("chromium"), "tests of pages in a browser"),
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
    """Those that are not there. Elsewhere than on Linux nothing is known to be missing: `cpd doctor` tells what works."""
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
    print(f"Installing with apt-get: {' '.join(packages)}. This can take some minutes.", flush=True)
    _apt(prefix, "update")
    _apt(prefix, "install", "--yes", "--no-install-recommends", *packages)
    importlib.invalidate_caches()
    still = [need.package for need in missing(wanted)]
    if still:
        raise BootstrapError(f"apt-get installed {', '.join(still)}, yet what we need of it is not found. Is this a release of Debian that we do not know?")


def _apt_prefix() -> list[str] | None:
    """What stands before `apt-get` so that it may install; None where it may not."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL).returncode == 0:
        return [sudo, "-n"]
    return None


def _apt(prefix: list[str], *arguments: str) -> None:
    command = [
        *(*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"),
        *("-o", f"DPkg::Lock::Timeout={APT_LOCK_WAIT}", "-o", "Dpkg::Use-Pty=0", *arguments),
    ]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        said = "\n".join(done.stdout.splitlines()[-25:])
        raise BootstrapError(f"{said}\n\nThe command above failed: {shlex.join(command)}")


def _by_hand(wanted: list[Need]) -> str:
    """What somebody who may not install packages is told."""
    names = " ".join(need.package for need in wanted)
    if shutil.which("apt-get"):
        command = f"apt-get update && apt-get install --no-install-recommends {names}"
        lines = ["Some system packages are missing. Install them, or ask whoever looks after this machine to:", ""]
        lines += [f"    sudo sh -c {shlex.quote(command)}", ""]
    else:
        lines = [f"Some system packages are missing, and there is no apt-get to install them. Debian's names for them: {names}"]
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
        return record is not None and self._is_sound(record) and self._lacks(record, locks) == []

    def install(self, locks: tuple[str, ...]) -> None:
        """Bring the environment to what `locks` pin. Add to one that is sound; make any other anew.

        Raises:
            BootstrapError: pip failed, or `.venv` is not ours to change.
        """
        record = self._read_record()
        if record is None or not self._is_sound(record) or self._is_outdated(record, locks):
            record = self._make()
        self._write_record({})
        wanted = self._wanted(locks)
        if any(record.get(lock) != wanted[lock] for lock in locks):
            number = sum(1 for line in (self.root / locks[-1]).read_text("utf-8").splitlines() if line[:1].isalnum())
            print(f"Installing {number} Python packages from {locks[-1]} into .venv. This can take a minute or two.", flush=True)
            # Wheels only: building from source would fetch build tools that no hash of ours covers.
            self._pip("--require-hashes", "--no-deps", "--only-binary=:all:", "-r", locks[-1])
        # From what is in the environment by now: setuptools is in the lock, nothing is fetched.
        self._pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")
        self._write_record({**record, **wanted, "python": _version(self.python), "root": str(self.root), "installed": self._installed()})

    def _wanted(self, locks: tuple[str, ...]) -> dict[str, Any]:
        """What the record says of each lock, and of the project, when all is up to date."""
        settings = tomllib.loads((self.root / "pyproject.toml").read_text("utf-8"))
        # Of these alone the installed project is made; a changed linter setting installs nothing.
        ours = [settings.get("build-system"), settings.get("project"), settings.get("tool", {}).get("setuptools")]
        hashes = {lock: _hash((self.root / lock).read_bytes()) for lock in locks}
        return {**hashes, "project": _hash(json.dumps(ours, sort_keys=True).encode())}

    def _lacks(self, record: dict[str, Any], locks: tuple[str, ...]) -> list[str]:
        return [key for key, value in self._wanted(locks).items() if record.get(key) != value]

    def _is_outdated(self, record: dict[str, Any], locks: tuple[str, ...]) -> bool:
        """Whether a lock has changed since it was installed: then packages may be there that it no longer names."""
        return any(record.get(lock, wanted) != wanted for lock, wanted in self._wanted(locks).items() if lock in locks)

    def _is_sound(self, record: dict[str, Any]) -> bool:
        """Whether the environment still stands where it was made, with its Python and all that was put into it."""
        return record.get("root") == str(self.root) and record.get("python") == _version(self.python) and set(record.get("installed", [])) <= set(self._installed())

    def _installed(self) -> list[str]:
        """Names and versions of the packages in the environment."""
        pattern = "Lib/site-packages/*.dist-info" if os.name == "nt" else "lib/python*/site-packages/*.dist-info"
        return sorted(path.name.removesuffix(".dist-info") for path in self.folder.glob(pattern))

    def _make(self) -> dict[str, Any]:
        """An empty environment, in place of what is left of ours."""
        self.folder.mkdir(exist_ok=True)
        left = [path for path in self.folder.iterdir() if path.name != RECORD]
        if left and not (self.folder / RECORD).exists():
            raise BootstrapError(f"{self.folder} was not made by this script, so it is left alone. Move it away or delete it, then run this again.")
        self._write_record({})  # it stays while the rest goes, so that whatever is left of a removal cut off is still known as ours
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
        return {}

    def _pip(self, *arguments: str) -> None:
        command = [str(self.python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-input", *arguments]
        if subprocess.run(command, cwd=self.root, stdin=subprocess.DEVNULL).returncode:
            raise BootstrapError(f"pip failed; its own words are above. What is half installed will be made anew: run the same command again.\n    {shlex.join(command)}")

    def _read_record(self) -> dict[str, Any] | None:
        """What was written down; None where nothing, or nothing whole, was."""
        try:
            record = json.loads((self.folder / RECORD).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return record if isinstance(record, dict) and record else None

    def _write_record(self, record: dict[str, Any]) -> None:
        """Write it whole or not at all."""
        aside = self.folder / f"{RECORD}.new"
        aside.write_text(json.dumps(record, indent=1), "utf-8")
        aside.replace(self.folder / RECORD)


def _version(python: Path) -> str:
    """An interpreter's version, such as `3.11`: packages of one do for all of it. Empty where it does not run."""
    try:
        done = subprocess.run([python, "-I", "-S", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
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
    parser = argparse.ArgumentParser(description="Install what a build or the tests need, and nothing that is there already.")
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
