"""Charts as inline SVG: pass rates with their intervals, and a map of what is alike. Colours come from the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from resyn.report.text import visible

if TYPE_CHECKING:
    from markupsafe import Markup

_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 8.0, 10.0, 24.0
_WIDTH, _HEIGHT = 280.0, 150.0
_MAP_WIDTH, _MAP_HEIGHT, _MAP_EDGE = 720.0, 420.0, 14.0
COLOURS: Final = 12
"""Colours that the pages define, `--c0` to `--c11`; the last is grey."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One point of the map: where it lies in [0, 1] x [0, 1], what it is called, its group, and where a click leads."""

    x: float
    y: float
    label: str
    group: str
    target: str
    strong: bool = True


def rate_chart(calibration: Mapping[str, Any]) -> "Markup":
    """Return pass rate against level, a line for each solver with the 95% intervals of its rates."""
    from markupsafe import Markup

    curves = calibration["curves"]
    levels = sorted({rate["level"] for curve in curves for rate in curve["levels"]})
    low, high = calibration["plan"]["band"]
    inner_width, inner_height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(level: int) -> float:
        return _LEFT + inner_width * ((levels.index(level) + 0.5) / len(levels))

    def y(rate: float) -> float:
        return _TOP + inner_height * (1 - rate)

    parts = [
        Markup('<rect class="band" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>').format(
            _LEFT, y(high), inner_width, y(low) - y(high)
        )
    ]
    for share in (0.0, 0.5, 1.0):
        parts.append(
            Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(
                _LEFT, _WIDTH - _RIGHT, y(share), y(share)
            )
        )
        parts.append(
            Markup('<text x="{}" y="{:.1f}" text-anchor="end">{:.0%}</text>').format(_LEFT - 5, y(share) + 3.5, share)
        )
    for level in levels:
        parts.append(
            Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(x(level), _HEIGHT - 8, level)
        )
    for number, curve in enumerate(curves):
        shift = 5.0 * (number - (len(curves) - 1) / 2)
        parts.append(_curve(curve, number, lambda level, shift=shift: x(level) + shift, y))
    return Markup('<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _WIDTH, _HEIGHT, f"Pass rate by level: {_spoken(curves)}", Markup("").join(parts)
    )


def _curve(curve: Mapping[str, Any], number: int, x: Any, y: Any) -> "Markup":
    from markupsafe import Markup

    known = [rate for rate in curve["levels"] if rate["rate"] is not None]
    colour = f"var(--c{number % COLOURS})"
    points = " ".join(f"{x(rate['level']):.1f},{y(rate['rate']):.1f}" for rate in known)
    parts = [Markup('<polyline points="{}" stroke="{}"/>').format(points, colour)]
    for rate in known:
        parts.append(
            Markup('<line class="error" x1="{0:.1f}" x2="{0:.1f}" y1="{1:.1f}" y2="{2:.1f}" stroke="{3}"/>').format(
                x(rate["level"]), y(rate["low"]), y(rate["high"]), colour
            )
        )
        parts.append(
            Markup('<circle cx="{:.1f}" cy="{:.1f}" r="3" fill="{}"><title>{}</title></circle>').format(
                x(rate["level"]), y(rate["rate"]), colour, _said(curve, rate)
            )
        )
    return Markup("").join(parts)


def _said(curve: Mapping[str, Any], rate: Mapping[str, Any]) -> str:
    return (
        f"{visible(curve['solver'], 80)}, level {rate['level']}: {rate['correct']} of {rate['judged']}"
        f" ({rate['low']:.0%} to {rate['high']:.0%})"
    )


def _spoken(curves: Sequence[Mapping[str, Any]]) -> str:
    return "; ".join(
        f"{visible(curve['solver'], 80)} "
        + ", ".join("none" if rate["rate"] is None else f"{rate['rate']:.0%}" for rate in curve["levels"])
        for curve in curves
    )


def scatter_chart(dots: Sequence[Dot], groups: Sequence[str]) -> "Markup":
    """Return the map: a dot for each text, coloured by its group's place in `groups`."""
    from markupsafe import Markup

    parts = []
    for dot in sorted(dots, key=lambda dot: dot.strong):  # the strong ones lie on top
        place = groups.index(dot.group) if dot.group in groups else COLOURS - 1
        parts.append(
            Markup(
                '<a href="#{}"><circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}" style="--dot:var(--c{})">'
                "<title>{}</title></circle></a>"
            ).format(
                dot.target,
                "strong" if dot.strong else "weak",
                _MAP_EDGE + dot.x * (_MAP_WIDTH - 2 * _MAP_EDGE),
                _MAP_EDGE + dot.y * (_MAP_HEIGHT - 2 * _MAP_EDGE),
                6 if dot.strong else 4,
                min(place, COLOURS - 1),
                visible(dot.label, 200),
            )
        )
    return Markup('<svg class="map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        _MAP_WIDTH,
        _MAP_HEIGHT,
        f"Map of {len(dots)} environments: what lies together asks alike",
        Markup("").join(parts),
    )
