"""A run: keywords in, environments that passed every stage out; many candidates at once, one result in any order."""

import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import replace

from resyn.core.environment import Environment
from resyn.core.progress import Progress, Silent
from resyn.core.store import CandidateRow, Step, Store
from resyn.gate.check import check_environment
from resyn.gate.library import Library
from resyn.gate.rule import all_rules
from resyn.pipeline.bench import Bench
from resyn.pipeline.candidate import ENDS, NO_FILE, REFUSED, Stations, is_admitted, last_version, stopped_by, walk
from resyn.pipeline.certificate import certify_candidate
from resyn.pipeline.funnel import Funnel, measure_funnel
from resyn.pipeline.output import free_name, provenance_of
from resyn.pipeline.settings import RunSettings

CANDIDATES = "candidates"

_FEW = 20  # candidates, of which each step is told: a line for each of 10,000 would tell nobody anything


class Run:
    """One run in a store that its settings are bound to; `go` after any interruption goes on where it was."""

    def __init__(
        self, store: Store, settings: RunSettings, *, stations: Stations, progress: Progress | None = None
    ) -> None:
        self.store = store
        self.settings = settings
        self.stations = stations
        self.progress = progress or Silent()
        self._stop = threading.Event()
        self._counting = threading.Lock()
        self._passed = 0

    def go(self, concurrency: int = 2) -> Funnel:
        """Take every candidate to the end of its way, then admit those that passed, in the candidates' own order.

        Keywords are worked on at the same time, the proposals of one keyword in turn (each is asked to differ from the
        earlier ones). An error in one thread (a dead endpoint, a full disk) stops the others after their current step
        and is raised; what was committed stays.
        """
        self.progress.begin(CANDIDATES, len(self.settings.keywords) * self.settings.proposals)
        # Every candidate gets its id before any thread begins, so that ids do not depend on timing.
        numbers = range(self.settings.proposals)
        self.store.begin((keyword, number) for keyword in self.settings.keywords for number in numbers)
        pool = ThreadPoolExecutor(max_workers=max(1, concurrency), thread_name_prefix="candidate")
        try:
            self._wait([pool.submit(self._work, keyword) for keyword in self.settings.keywords])
        except KeyboardInterrupt:
            self.progress.say("stopping after the model calls under way; interrupt again to drop them")
            pool.shutdown(cancel_futures=True)  # a second interrupt gets out of this wait
            raise
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        pool.shutdown()
        if self.stations.bench is not None:
            self._admit(self.stations.bench)
        return measure_funnel(self.store)

    def _wait(self, futures: Sequence[Future[None]]) -> None:
        try:
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            self._stop.set()
            for future in futures:
                future.cancel()
        for future in done:
            if not future.cancelled():
                future.result()

    def _work(self, keyword: str) -> None:
        try:
            self._propose(keyword)
        except BaseException:
            self._stop.set()  # before the pool hands this thread the next keyword
            raise

    def _propose(self, keyword: str) -> None:
        titles: list[str] = []
        for number in range(self.settings.proposals):
            if self._stop.is_set():
                return
            row = self.store.candidate(keyword, number)
            earlier = tuple(titles)
            ended = walk(row, self.stations, earlier, store=self.store, stopped=self._stop.is_set, told=self._told)
            if self._stop.is_set():
                return
            titles.extend(step.payload["title"] for step in ended.steps if step.kind == "planned")
            with self._counting:
                self._passed += ended.steps[-1].kind in ("passed", "accepted")
            self._show()
            self.progress.advance(CANDIDATES)
            if len(ended.steps) > len(row.steps):
                self.progress.say(describe(ended))

    def _told(self, row: CandidateRow) -> None:
        """Show what a step has used; of few candidates, say what each step came to that no other line says."""
        self._show()
        last = row.steps[-1]
        plain = last.kind in ENDS or (last.kind == "checked" and {NO_FILE, REFUSED} & set(stopped_by(last)))
        if len(self.settings.keywords) * self.settings.proposals <= _FEW and not plain:
            self.progress.say(describe_step(row))

    def _show(self) -> None:
        calls, usage = self.store.ledger()
        with self._counting:
            cost = "unpriced" if usage.cost is None else f"${usage.cost:,.2f}"
            self.progress.show(CANDIDATES, passed=f"{self._passed:,}", calls=f"{calls:,}", cost=cost)

    def _admit(self, bench: Bench) -> None:
        passed = [row for row in self.store.candidates() if row.steps and row.steps[-1].kind == "passed"]
        accepted = self.accepted() if passed else []
        taken = {environment.name for environment in (*bench.surroundings.library.environments, *accepted)}
        for row in passed:
            environment = last_environment(row, taken=taken)
            end = self._end(row, environment, accepted, bench)
            self.store.add_step(row.id, end)
            if end.kind == "accepted":
                accepted.append(environment)
                taken.add(environment.name)

    def _end(self, row: CandidateRow, environment: Environment, accepted: Sequence[Environment], bench: Bench) -> Step:
        """Accept a candidate that passed, with its certificate; or reject it, as a duplicate or under its new name."""
        if repeats := _repeats(environment, accepted, bench):
            return Step("rejected", {"rules": ["duplicate"], "reason": repeats})
        written, checked, *_ = last_version(row)
        report = checked.payload["report"]
        if environment.name != written.payload["name"]:  # a name is a part of every seed: other instances are drawn now
            report = bench.check(environment).to_json()
            if not report["passed"]:
                return Step("rejected", {"rules": list(dict.fromkeys(each["rule"] for each in report["findings"]))})
        certificate = certify_candidate(
            environment,
            row.steps,
            bench.jail,
            setting=bench.setting,
            report=report,
            provenance=provenance_of(row, model=self.settings.model),
        )
        return Step("accepted", {"name": environment.name, "source": environment.source, "certificate": certificate})

    def accepted(self) -> list[Environment]:
        """Return the environments that this run has accepted so far, in the candidates' order."""
        ends = (row.steps[-1] for row in self.store.candidates() if row.steps)
        return [Environment(end.payload["name"], end.payload["source"]) for end in ends if end.kind == "accepted"]


def _repeats(environment: Environment, accepted: Sequence[Environment], bench: Bench) -> str:
    """Say which environment of this run is repeated, "" for none; only earlier candidates are compared with."""
    within = replace(bench.surroundings, library=Library(environments=tuple(accepted)))
    rules = tuple(rule for rule in all_rules() if rule.name == "duplicate")
    findings = check_environment(environment, within, setting=bench.setting, rules=rules).findings
    return findings[0].message if findings else ""


def last_environment(row: CandidateRow, *, taken: set[str]) -> Environment:
    """Return the candidate's last version under a name that is not taken."""
    written = last_version(row)[0].payload
    return Environment(free_name(written["name"], taken), written["source"])


def describe_step(row: CandidateRow) -> str:
    """Say in one line what the candidate's last step came to."""
    last = row.steps[-1]
    payload = last.payload
    stopped = "" if last.kind in ("planned", "written") or is_admitted(last) else ", ".join(stopped_by(last))
    if last.kind == "planned":
        said = f"planned: {payload['title'] or 'nothing'}"
    elif last.kind == "written":
        lines = len(payload["source"].splitlines())
        said = f"written: {payload['name']}, {lines:,} lines" if payload["source"] else f"no file: {payload['reason']}"
    elif last.kind == "checked":
        said = f"the rules found {stopped}" if stopped else "the rules found nothing"
    elif last.kind == "judged":
        said = f"refused by {stopped}" if stopped else "both judges accept"
    elif last.kind == "solved":
        said = f"the blind solver: {payload['report']['status']}"
    else:
        said = f"calibration: {payload['calibration']['verdict']}"
    return f"{row.keyword} #{row.number + 1}: {said}"


def describe(row: CandidateRow) -> str:
    """Say in one line what became of a candidate."""
    names = [step.payload["name"] for step in row.steps if step.kind == "written"]
    title = f"{row.keyword} #{row.number + 1}: {names[-1] if names else 'no file'}"
    last = row.steps[-1]
    if last.kind == "rejected":
        times = f" after {len(names)} versions" if len(names) > 1 else ""
        return f"{title} rejected{times}: {', '.join(last.payload['rules'])}"
    return f"{title} {last.kind}"
