"""How different environments are from each other: one figure for all, and who is near whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from resyn.core.errors import ConfigError

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Matrix = NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The nearest other text of each text, by position, and the cosine between the two."""

    position: int
    nearest: int
    cosine: float


@dataclass(frozen=True, slots=True)
class Diversity:
    """`effective` is the number of wholly different texts that would be as diverse, from 1 to the number of texts."""

    texts: int
    effective: float
    neighbours: tuple[Neighbour, ...]

    @property
    def median_cosine(self) -> float:
        """The median cosine between a text and its nearest other one; 0 where there are no two texts."""
        cosines = sorted(neighbour.cosine for neighbour in self.neighbours)
        middle = len(cosines) // 2
        return 0.0 if not cosines else (cosines[middle] + cosines[~middle]) / 2

    def nearest_pairs(self, count: int) -> list[Neighbour]:
        """Return the pairs that are most alike, each once, the most alike first."""
        pairs = {frozenset((one.position, one.nearest)): one for one in self.neighbours}
        return sorted(pairs.values(), key=lambda one: -one.cosine)[:count]


def measure_diversity(vectors: Sequence[Sequence[float]]) -> Diversity:
    """Measure texts by their vectors of length 1 (zeros for a text that says nothing).

    `effective` is the Vendi score: the exponential of the entropy of the eigenvalues of the matrix of cosines, divided
    by the number of texts (Friedman and Dieng, TMLR 2023). Equal texts give 1, texts with nothing in common their
    number.
    """
    if not len(vectors):
        return Diversity(0, 0.0, ())
    numpy = load_numpy()
    cosines = similarities(vectors)
    values = numpy.linalg.eigvalsh(cosines / len(vectors))
    shares = values[values > 1e-12]
    effective = float(numpy.exp(-(shares * numpy.log(shares)).sum()))
    return Diversity(len(vectors), effective, _neighbours(cosines))


def similarities(vectors: Sequence[Sequence[float]]) -> "Matrix":
    """Return the matrix of cosines; a text that says nothing is like itself alone."""
    numpy = load_numpy()
    rows: Matrix = numpy.asarray([list(vector) for vector in vectors], dtype=numpy.float64)
    cosines: Matrix = numpy.clip(rows @ rows.T, -1.0, 1.0)
    numpy.fill_diagonal(cosines, 1.0)
    return cosines


def _neighbours(cosines: "Matrix") -> tuple[Neighbour, ...]:
    if len(cosines) < 2:
        return ()
    others = cosines.copy()
    load_numpy().fill_diagonal(others, -2.0)
    nearest = others.argmax(axis=1)
    return tuple(
        Neighbour(place, int(other), float(others[place, other])) for place, other in enumerate(nearest.tolist())
    )


def load_numpy() -> Any:
    """Import numpy; raises ConfigError with the command that installs it."""
    try:
        import numpy
    except ImportError as error:
        raise ConfigError(f"a page needs numpy: {error}", hint="Run `pip install 'resyn[report]'`.") from None
    return numpy
