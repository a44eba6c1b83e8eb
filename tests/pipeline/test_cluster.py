import functools
import pickle
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.scripted import SMALL, SOUND, ScriptedModel, run_on
from tests.pipeline.test_run import contents

from resyn.core.environment import Environment
from resyn.core.errors import ConfigError, SandboxError
from resyn.gate.evidence import Surroundings
from resyn.gate.library import Library
from resyn.pipeline import cluster as cluster_module
from resyn.pipeline.bench import Bench, LocalBench
from resyn.pipeline.cluster import RayBench
from resyn.sandbox.calls import Call, VerifyJob
from resyn.sandbox.isolation import Isolation
from resyn.sandbox.jail import Jail

pytest.importorskip("ray")
slow = pytest.mark.slow
pytestmark = pytest.mark.filterwarnings("ignore")

LIBRARY = Library(environments=(Environment("other", SOUND.format(more=" (clear)")),))
KEYWORDS = ("sums", "cooking", "no file", "vague")


@pytest.fixture
def jail() -> Iterator[Jail]:
    with Jail(workers=1) as opened:
        yield opened


@pytest.fixture
def cluster() -> Iterator[Any]:
    from ray.cluster_utils import Cluster

    built = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    yield built
    built.shutdown()


def results(folder: Path, bench: Bench, **options: Any) -> list[Any]:
    (folder / "log").parent.mkdir(parents=True, exist_ok=True)
    model = ScriptedModel(folder / "log", **options)
    run_on(folder / "run", bench, model, keywords=KEYWORDS, proposals=2, concurrency=4)
    return contents(folder / "run")


@slow
def test_run_on_a_cluster_whose_node_is_killed_gives_what_one_machine_gives(
    tmp_path: Path, jail: Jail, cluster: Any
) -> None:
    around = Surroundings(jail=jail, library=LIBRARY)
    with Jail(workers=1) as solver_jail:
        here = results(tmp_path / "here", LocalBench(around, SMALL, solver_jail=solver_jail))
    node = cluster.add_node(num_cpus=1)
    with RayBench(around, SMALL, address=cluster.address) as bench:
        killed: list[int] = []

        def kill() -> None:
            cluster.remove_node(node, allow_graceful=False)
            killed.append(len((tmp_path / "there" / "log").read_text().split()))

        there = results(tmp_path / "there", bench, event=(14, kill))
        asked = (tmp_path / "there" / "log").read_text().split()
        assert 0 < killed[0] < len(asked)  # it died in mid-run
        assert there == here
        assert len(asked) == len(set(asked))  # no model call was made twice


@slow
def test_jail_on_the_cluster_answers_like_one_here_and_errors_keep_their_kind(jail: Jail, cluster: Any) -> None:
    source = SOUND.format(more="")
    around = Surroundings(jail=jail, library=LIBRARY)
    with RayBench(around, SMALL, address=cluster.address) as bench:
        calls = [
            Call("generate", level=2, seed="a"),
            Call("observe", instance="{}"),
            Call("generate", level=1, seed="b"),
        ]
        ours, theirs = (each.call(source, calls) for each in (jail, bench.jail))
        assert [(one.status, one.text) for one in theirs] == [(one.status, one.text) for one in ours]
        job = VerifyJob(source, ours[0].text, ("1 2", "nothing"))
        assert bench.jail.verify([job]) == jail.verify([job])
        assert bench.jail.call_many([(source, calls), (source, calls[:1])])[1][0].text == ours[0].text
        report = bench.check(Environment("copy", SOUND.format(more=" (clear)")))
        assert [finding.rule for finding in report.findings] == ["duplicate"]


@pytest.fixture
def node() -> Iterator[None]:
    """Leave no jail open that a worker process of a node would keep until it ends."""
    yield
    cluster_module._jails.cache_clear()
    cluster_module._OPEN.close()


@pytest.mark.usefixtures("node")
def test_solvers_on_a_node_have_jails_of_their_own() -> None:
    opened = [cluster_module._jails(purpose, Isolation.SECCOMP, (0,)) for purpose in ("environments", "solvers")]
    calls = [Call("generate", level=1, seed="a")]
    for (each,) in opened:
        each.call(SOUND.format(more=""), calls)
    first, second = (set(each.processes) for (each,) in opened)
    assert first
    assert second
    assert not first & second


def test_node_that_attains_less_than_this_machine_refuses_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "Jail", functools.partial(Jail, isolation=Isolation.SECCOMP))
    attain = cluster_module.attain.__wrapped__
    assert attain(Isolation.SECCOMP) is Isolation.SECCOMP
    with pytest.raises(
        SandboxError, match=r"the node .* attains the isolation seccomp, less than the namespaces"
    ) as refused:
        attain(Isolation.NAMESPACES)
    carried = pickle.loads(pickle.dumps(refused.value))  # as a task's error comes back to the run
    assert (str(carried), carried.hint) == (str(refused.value), refused.value.hint)
    assert socket.gethostname() in str(carried)


def test_node_that_cannot_build_a_jail_refuses_unless_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_jail(**_: Any) -> Jail:
        raise SandboxError("the kernel offers too little")

    monkeypatch.setattr(cluster_module, "Jail", no_jail)
    attain = cluster_module.attain.__wrapped__
    with pytest.raises(SandboxError, match="cannot run environments: the kernel offers too little"):
        attain(Isolation.SECCOMP)
    assert attain(Isolation.NONE) is Isolation.NONE


def test_address_without_a_cluster_is_named(jail: Jail) -> None:
    with pytest.raises(ConfigError, match=r"no Ray cluster can be used at '127\.0\.0\.1:9'"):
        RayBench(Surroundings(jail=jail), SMALL, address="127.0.0.1:9")
