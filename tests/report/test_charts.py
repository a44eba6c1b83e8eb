import re

from tests.report.stored import HOSTILE, calibration

from resyn.report.charts import Dot, rate_chart, scatter_chart


def test_rates_are_drawn_with_their_intervals_and_told_in_words() -> None:
    chart = rate_chart(calibration("learnable", "tiny", (1.0, 0.5, 0.0)))
    heights = [float(y) for y in re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', chart)]
    assert heights == sorted(heights)
    assert heights[1] - heights[0] == heights[2] - heights[1]
    assert chart.count('class="error"') == 3
    assert 'aria-label="Pass rate by level: tiny 100%, 50%, 0%"' in chart
    assert "<title>tiny, level 2: 0 of 20 (40% to 60%)</title>" in chart


def test_level_without_a_rate_is_left_out() -> None:
    chart = rate_chart(calibration("unclear", "tiny", (1.0, None, 0.0)))
    assert chart.count("<circle") == 2
    assert "tiny 100%, none, 0%" in chart


def test_several_solvers_have_a_line_and_a_colour_each() -> None:
    both = calibration("learnable", "one")
    both["curves"] += calibration("flat", "two")["curves"]
    chart = rate_chart(both)
    assert chart.count("<polyline") == 2
    assert "var(--c0)" in chart
    assert "var(--c1)" in chart


def test_hostile_names_are_escaped() -> None:
    dots = [Dot(0.5, 0.5, HOSTILE, HOSTILE, HOSTILE)]
    for chart in (rate_chart(calibration("flat", HOSTILE)), scatter_chart(dots, [HOSTILE])):
        assert "<script" not in chart
        assert "<img" not in chart


def test_dots_lie_within_the_map_and_strong_ones_on_top() -> None:
    dots = [Dot(1.0, 0.0, "a", "x", "a"), Dot(0.0, 1.0, "b", "y", "b", strong=False)]
    chart = scatter_chart(dots, ["x", "y"])
    assert re.findall(r'href="#(\w)"', chart) == ["b", "a"]
    places = [float(value) for value in re.findall(r'c[xy]="([\d.]+)"', chart)]
    assert min(places) > 0
    assert max(places) < 720
