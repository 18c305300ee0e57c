"""A part's jobs: which were asked for, which have to be done, and what of the last build stays."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..errors import OutputError
from ..model.finding import Finding, Severity
from ..model.kit import Kit
from ..model.output_format import Job, OutputFormat
from ..model.quantities import SESSION_LENGTHS
from .key import JobKeys, oldest_check
from .manifest import FileRecord, JobRecord
from .run import Outcome
from .store import Store


def jobs_of_part(part: str, kit: Kit, formats: Mapping[str, OutputFormat]) -> list[Job]:
    """Every job that the formats of a part have for a kit.

    Raises:
        ValueError: two have one name, or one names a format that did not make it: a fault of the format.
    """
    jobs: list[Job] = []
    for format in formats.values():
        if format.part == part:
            jobs += (made := format.jobs(kit))
            if strangers := [job.name for job in made if job.format != format.name]:
                raise ValueError(f'the format "{format.name}" has a job "{strangers[0]}", which names another')
    names = [job.name for job in jobs]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f'two jobs have the name "{twice[0]}"')
    return jobs


def belongs(job: Job, kit: Kit, module: str, minutes: int, whole_kit: bool) -> bool:
    """Whether a job is among those asked for.

    Args:
        job: the job.
        kit: tells which module a bank or handout belongs to.
        module: only what is made from this module; empty for everything.
        minutes: only decks of this length; 0 for every length. What has no length is not narrowed.
        whole_kit: whether a job of the whole kit is wanted though a module was named.
    """
    if minutes and job.option in map(str, SESSION_LENGTHS) and job.option != str(minutes):
        return False
    if not module or job.subject == module:
        return True
    if not job.subject:
        return whole_kit
    bank = kit.bank(job.subject)
    handout = next((h for h in kit.handouts if h.id == job.subject), None)
    return bool(bank and bank.module == module) or bool(handout and module in handout.modules)


class PartPlan:
    """A part's jobs in one build, and what becomes of them.

    Args:
        jobs: every job the kit calls for, of the formats that can be used.
        asked: names of those that were asked for.
        formats_off: formats that are switched off: what is there of them stays.

    Attributes:
        run: jobs to be done.
        kept: records of jobs that stay as they were, by name.
        made: records of jobs that were done, by name.
        files: the part's files after this build, by path.
        refused: what jobs with an error found, by name; their files are not taken, the last ones stay.
        failures: what could not be made; its last files stay.
    """

    def __init__(self, part: str, kit: Kit, jobs: list[Job], asked: set[str], formats_off: frozenset[str]):
        self.part, self.asked, self.run = part, asked, list[Job]()
        self.kept, self.made, self.files = dict[str, JobRecord](), dict[str, JobRecord](), dict[str, FileRecord]()
        self.refused = dict[str, tuple[Finding, ...]]()
        self.failures, self.traces = list[OutputError](), list[str]()
        self._kit, self._jobs, self._formats_off = kit, jobs, formats_off
        self._keys, self._before, self._folders = dict[str, str](), dict[str, JobRecord](), dict[Path, Outcome]()

    def find_keys(self, keys: JobKeys) -> None:
        """Work out the key of each job; one that has none fails here."""
        for job in self._jobs:
            try:
                self._keys[job.name] = keys.key(job)
            except OutputError as error:
                self.failures.append(OutputError(f'The job "{job.name}" could not be done: {error}'))

    def compare(self, store: Store) -> None:
        """See which jobs have to be done, and what of the last build stays."""
        self._before = before = dict(store.last.jobs.get(self.part, {}))
        named = {job.name for job in self._jobs}
        # A job that was not asked for, has no key or whose format is off stays as it was: its old key will do.
        wanted = {
            name: self._keys[name] if name in self.asked and name in self._keys else record.key
            for name, record in before.items()
            if name in named or name.split(" ")[0] in self._formats_off
        }
        self._keep(store, store.whole(self.part, wanted))
        # A damaged file is mended even where its job was not asked for: else it would go.
        self.run = [
            job
            for job in self._jobs
            if job.name in self._keys and job.name not in self.kept and (job.name in self.asked or job.name in before)
        ]

    def take(self, outcome: Outcome, folder: Path) -> None:
        """Note what came of a job that worked in `folder`."""
        job = outcome.job
        if outcome.error is not None:
            self.failures.append(outcome.error)
            self.traces.append(outcome.trace)
            return
        if any(finding.severity is Severity.ERROR for finding in outcome.findings):
            self.refused[job.name] = outcome.findings  # what is wrong with it is told; its last files stay
            return
        key, checked = self._keys[job.name], oldest_check(self._kit, job)
        self.made[job.name] = JobRecord(key, self._kit.as_of.isoformat(), outcome.findings)
        self._folders[folder] = outcome
        sources, facts = tuple(sorted(set(job.sources))) or ("*",), tuple(sorted(set(job.facts)))
        for file in outcome.files:
            self.files[f"{self.part}/{file.path}"] = FileRecord(
                file.sha256, file.bytes, job.name, key, sources, facts, checked
            )

    def assemble(self, store: Store) -> bool:
        """Put the part together beside its place; says whether anything in it has changed."""
        failed = {
            job.name: self._before[job.name].key
            for job in self.run
            if job.name not in self.made and job.name in self._before
        }
        self._keep(store, store.whole(self.part, failed))
        if not self.made and set(self.kept) == set(self._before):
            return False
        try:
            store.assemble(
                self.part,
                [path for path, record in self.files.items() if record.job in self.kept],
                self._folders,
                frozenset(failed),
            )
        except OutputError as error:
            store.drop(self.part)
            self.failures.append(error)
            self.made, self.kept, self.files = {}, dict(self._before), store.last.files_of(self.part)
            return False
        return True

    def _keep(self, store: Store, names: frozenset[str]) -> None:
        self.kept |= {name: self._before[name] for name in names}
        self.files |= {path: record for path, record in store.last.files_of(self.part).items() if record.job in names}

    def findings(self) -> list[Finding]:
        """What the jobs asked for have found, now or when they were last done."""
        records = {**self.kept, **self.made}
        found = {name: record.findings for name, record in records.items()} | self.refused
        return [finding for name in sorted(self.asked & set(found)) for finding in found[name]]
