"""Places texts on a plane so that those that are alike lie together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from resyn.report.diversity import load_numpy, similarities

if TYPE_CHECKING:
    from resyn.report.diversity import Matrix

_STEPS: Final = 400
_EXAGGERATED: Final = 100  # first steps, in which likeness counts 4 times, so that groups form before they settle
_RATE: Final = 20.0


def place_on_plane(vectors: Sequence[Sequence[float]]) -> list[tuple[float, float]]:
    """Return a point in [0, 1] x [0, 1] for each vector; equal vectors in equal order give equal points.

    t-SNE (van der Maaten and Hinton, JMLR 9, 2008), exact, begun with the two main components instead of at random.
    Distances between groups mean little; what lies together is alike.
    """
    count = len(vectors)
    if count < 4:
        return [((place + 1) / (count + 1), 0.5) for place in range(count)]
    numpy = load_numpy()
    cosines = similarities(vectors)
    wanted = _affinities(numpy, 2 - 2 * cosines, perplexity=min(15.0, (count - 1) / 3))
    points = _main_components(numpy, cosines)
    speed = numpy.zeros_like(points)
    for step in range(_STEPS):
        lengths = (points**2).sum(axis=1)
        near = 1 / (1 + numpy.maximum(lengths[:, None] + lengths - 2 * points @ points.T, 0.0))
        numpy.fill_diagonal(near, 0.0)
        pull = (4.0 if step < _EXAGGERATED else 1.0) * wanted - near / near.sum()
        force = pull * near
        gradient = 4 * (force.sum(axis=1)[:, None] * points - force @ points)
        speed = (0.5 if step < _EXAGGERATED else 0.8) * speed - _RATE * gradient
        points = points + numpy.clip(speed, -5.0, 5.0)
    low, high = points.min(axis=0), points.max(axis=0)
    scaled = (points - low) / numpy.where(high > low, high - low, 1.0)
    return [(float(x), float(y)) for x, y in scaled]


def _affinities(numpy: Any, distances: "Matrix", *, perplexity: float) -> "Matrix":
    """Return symmetric affinities that sum to 1; each text's width is searched so that its perplexity is the given."""
    count = len(distances)
    rows = numpy.zeros((count, count))
    for place in range(count):
        others = numpy.delete(distances[place], place)
        others = others - others.min()
        low, high = 0.0, numpy.inf
        sharpness = 1.0
        for _ in range(50):
            weights = numpy.exp(-others * sharpness)
            shares = weights / weights.sum()
            entropy = -(shares * numpy.log(shares + 1e-300)).sum()
            low, high = (sharpness, high) if entropy > numpy.log(perplexity) else (low, sharpness)
            sharpness = (low + high) / 2 if numpy.isfinite(high) else 2 * sharpness
        rows[place] = numpy.insert(shares, place, 0.0)
    affinities: Matrix = (rows + rows.T) / (2 * count)
    return affinities


def _main_components(numpy: Any, cosines: "Matrix") -> "Matrix":
    centred = cosines - cosines.mean(axis=0) - cosines.mean(axis=1)[:, None] + cosines.mean()
    values, directions = numpy.linalg.eigh(centred)
    main = directions[:, -2:] * numpy.sqrt(numpy.maximum(values[-2:], 0.0))
    # The sign of an eigenvector is arbitrary: the largest entry is made positive, so that pages repeat.
    main = main * numpy.sign(main[numpy.abs(main).argmax(axis=0), [0, 1]] + 1e-300)
    start: Matrix = 1e-2 * main / (main.std() + 1e-12)
    start += 1e-4 * numpy.arange(len(main))[:, None] / len(main)  # equal texts must not lie on one point for ever
    return start
