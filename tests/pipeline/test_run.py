import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from resyn.core.errors import ConfigError, ProviderError
from resyn.core.index import read_index
from resyn.core.store import Store
from resyn.pipeline.output import write_accepted, write_candidates
from resyn.pipeline.settings import RunSettings, bind
from resyn.sandbox.jail import Jail
from tests.pipeline import scripted
from tests.pipeline.scripted import KEYWORDS, ScriptedModel, run

ENDS = {
    ("sums", 0): "accepted",
    ("sums", 1): "rejected",  # the same file again
    ("cooking", 0): "rejected",
    ("cooking", 1): "rejected",
    ("no file", 0): "rejected",
    ("no file", 1): "rejected",
    ("mended", 0): "rejected",  # sound after mending, but the same problem as the first
    ("mended", 1): "rejected",
}


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    with Jail(workers=2) as opened:
        yield opened


def contents(folder: Path) -> list[tuple[str, int, tuple[object, ...]]]:
    """All that a run decided; times apart, two runs of the same script hold the same."""
    with Store(folder) as store:
        rows = store.candidates()
    for row in rows:
        for step in row.steps:
            if step.kind == "checked":
                step.payload["report"]["seconds"] = 0
    return [(row.keyword, row.number, row.steps) for row in rows]


def test_every_candidate_comes_to_its_end(tmp_path: Path, jail: Jail) -> None:
    funnel = run(tmp_path, tmp_path / "log", jail, ScriptedModel(tmp_path / "log"))
    ends = {(keyword, number): steps[-1].kind for keyword, number, steps in contents(tmp_path)}
    assert ends == ENDS
    assert (funnel.candidates, funnel.accepted, funnel.rejected, funnel.under_way) == (8, 1, 7, 0)
    assert funnel.first_stopped["no_file"] == 2
    assert funnel.first_stopped["solution_rejected"] == 4
    assert funnel.finally_stopped["duplicate"] == 3
    assert funnel.usage.cost == 0.5 * funnel.calls


def test_result_does_not_depend_on_how_many_work_at_once(tmp_path: Path, jail: Jail) -> None:
    for concurrency in (1, 5):
        folder = tmp_path / str(concurrency)
        run(folder, tmp_path / "log", jail, ScriptedModel(tmp_path / "log"), concurrency=concurrency)
    assert contents(tmp_path / "1") == contents(tmp_path / "5")


def test_second_run_in_the_same_folder_asks_nothing_and_more_proposals_only_what_is_new(
    tmp_path: Path, jail: Jail
) -> None:
    log = tmp_path / "log"
    run(tmp_path / "run", log, jail, ScriptedModel(log), proposals=1)
    asked = log.read_text()
    run(tmp_path / "run", log, jail, ScriptedModel(log), proposals=1)
    assert log.read_text() == asked
    run(tmp_path / "run", log, jail, ScriptedModel(log), proposals=2)
    keys = log.read_text().split()
    assert len(keys) == len(set(keys)) > len(asked.split())


def test_dead_model_stops_the_run_and_the_next_one_goes_on(tmp_path: Path, jail: Jail) -> None:
    log = tmp_path / "log"
    with pytest.raises(ProviderError, match="is gone"):
        run(tmp_path / "run", log, jail, ScriptedModel(log, fails_after=5))
    run(tmp_path / "run", log, jail, ScriptedModel(log))
    keys = log.read_text().split()
    assert len(keys) == len(set(keys))
    run(tmp_path / "whole", tmp_path / "other", jail, ScriptedModel(tmp_path / "other"))
    assert contents(tmp_path / "run") == contents(tmp_path / "whole")


def killed_runs(folder: Path, log: Path, *, kills: int, rng: random.Random) -> int:
    """Run the script, killing it `kills` times at random moments; return how often it was alive to be killed."""
    alive = 0
    for attempt in range(kills + 1):
        process = subprocess.Popen([sys.executable, scripted.__file__, folder, log])
        if attempt == kills:
            assert process.wait(120) == 0
            break
        time.sleep(rng.uniform(0.3, 1.6))
        alive += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    return alive


def check_killed(tmp_path: Path, jail: Jail, *, kills: int, seed: int) -> None:
    log = tmp_path / "log"
    alive = killed_runs(tmp_path / "killed", log, kills=kills, rng=random.Random(seed))
    assert alive > 0
    run(tmp_path / "whole", tmp_path / "other", jail, ScriptedModel(tmp_path / "other"))
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")
    keys = log.read_text().split()
    # An answer that was on its way when the process died was never received: at most one for each thread and kill.
    assert len(keys) - len(set(keys)) <= 2 * alive
    assert set(keys) == set((tmp_path / "other").read_text().split())


def test_killed_run_loses_and_doubles_nothing(tmp_path: Path, jail: Jail) -> None:
    check_killed(tmp_path, jail, kills=2, seed=0)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 6))
def test_run_killed_many_times_at_random_moments_loses_and_doubles_nothing(
    tmp_path: Path, jail: Jail, seed: int
) -> None:
    check_killed(tmp_path, jail, kills=8, seed=seed)


def test_accepted_files_are_written_with_their_provenance(tmp_path: Path, jail: Jail) -> None:
    run(tmp_path, tmp_path / "log", jail, ScriptedModel(tmp_path / "log"))
    with Store(tmp_path) as store:
        folder = write_accepted(store)
        candidates = write_candidates(store)
    (entry,) = read_index(folder)
    assert entry.name == "name_sums"
    assert entry.provenance == {"keyword": "sums", "number": 0, "model": "scripted", "mended": 0}
    assert len(candidates) == 6


def test_other_model_in_mid_run_is_refused_naming_both(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        bind(RunSettings(keywords=KEYWORDS, model="first"), store)
        with pytest.raises(ConfigError, match="model = 'first', now 'second'"):
            bind(RunSettings(keywords=KEYWORDS, model="second"), store)
        bind(RunSettings(keywords=(*KEYWORDS, "more"), model="first", proposals=9), store)
