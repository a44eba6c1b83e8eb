"""The environment is one that is already known, perhaps under other names or another story.

What it checks
    Against every known environment (shipped, accepted earlier in the run, shown as an example): equal behaviour;
    verify, with what it calls, equal in 60 of 100 runs of six syntax tokens once names, texts and numbers are
    masked; the same for verify and generate together; or docstring and question texts, numbers masked, as near as
    two wordings of one question (character n-grams, cosine 0.8). Different tasks of the shipped catalogue reach at
    most 27 of 100 and a cosine of 0.55.

Why it matters
    A model asked for something new often gives back the example from its prompt: of 192 replies of a small author,
    a dozen passed every other check and were copies, some with the example's tasks called tiles. Duplicates make a
    dataset look larger than it is, and stand in training and test at once.

Example it rejects
    the example "order tasks so that every prerequisite comes first", with `task` replaced by `tile`

How to fix
    Ask something else: other constraints and another kind of answer, not another story around the same check.
"""

from collections.abc import Iterator

from resyn.core.environment import Environment
from resyn.core.records import Finding
from resyn.gate.embedding import cosine
from resyn.gate.evidence import Evidence
from resyn.gate.similarity import Fingerprint, fingerprint, jaccard

STAGE = "corpus"
VERSION = 1

SAME_CODE = 0.6
MIN_SHINGLES = 30
"""A verify with fewer is too small to be told from others of its kind; then generate must be alike too."""


def applies(evidence: Evidence) -> bool:
    """Tell whether there is anything to compare with."""
    return bool(_others(evidence))


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for the known environment that is most alike."""
    if evidence.tree is None:
        return
    own = fingerprint(evidence.environment.source)
    worst: tuple[float, str] | None = None
    for other in _others(evidence):
        found = _likeness(evidence, own, other)
        if found is not None and (worst is None or found[0] > worst[0]):
            worst = found
    if worst is not None:
        yield evidence.finding(__name__, f"{worst[1]}; ask something else, with another kind of check and answer")


def _others(evidence: Evidence) -> list[Environment]:
    own = evidence.environment
    known = evidence.surroundings.library.environments
    return [other for other in known if (other.name, other.source) != (own.name, own.source)]


def _likeness(evidence: Evidence, own: Fingerprint, other: Environment) -> tuple[float, str] | None:
    """Return how alike, and the words for it; None where the two are different tasks."""
    try:
        known = fingerprint(other.source)
    except SyntaxError:
        return None
    if own.behaviour == known.behaviour:
        return 2.0, f"this is {other.name}: the code is the same but for comments"
    verify = jaccard(own.verify, known.verify)
    if verify >= SAME_CODE and min(len(own.verify), len(known.verify)) >= MIN_SHINGLES:
        return verify, f"verify is that of {other.name} under other names ({verify:.0%} the same)"
    both = jaccard(own.code, known.code)
    if both >= SAME_CODE:
        return both, f"generate and verify are those of {other.name} under other names ({both:.0%} the same)"
    embedder = evidence.surroundings.library.embedder
    near = cosine(embedder.embed(own.text), embedder.embed(known.text))
    if near >= embedder.near:
        return near, f"the question is that of {other.name} in other words (likeness {near:.2f})"
    return None
