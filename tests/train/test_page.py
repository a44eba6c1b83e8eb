import xml.etree.ElementTree as ElementTree

from tests.train.curves import records
from tests.train.test_measure import answered

from resyn.train.alarms import Alarm
from resyn.train.page import PAGE_NAME, line_chart, write_page


def test_page_shows_curves_rates_environments_and_alarms_and_runs_nothing(tmp_path) -> None:
    curve = records(30, lambda name, level, step: step / 30, names=("a<b", "c"))
    for record in curve:
        record |= {"entropy": 1.0 / record["step"]}
    alarm = Alarm("length_collapse", 20, "", "<script>short</script>")
    write_page(tmp_path, title="A & B", settings={"steps": 30}, records=curve, measures=[answered()], alarms=[alarm])
    page = (tmp_path / PAGE_NAME).read_text()
    assert "A &amp; B" in page
    assert "a&lt;b" in page
    assert "<script" not in page
    assert "step 20, length_collapse" in page
    assert "66.7% (" in page
    assert page.count("<svg") == 2  # what was recorded: entropy and length


def test_page_of_a_run_that_did_nothing_is_a_page(tmp_path) -> None:
    write_page(tmp_path, title="none", settings={}, records=[], measures=[], alarms=[])
    assert "Alarms: none" in (tmp_path / PAGE_NAME).read_text()


def test_chart_draws_every_known_value_inside_its_frame() -> None:
    chart = line_chart("reward", [(1, 0.5), (2, None), (3, -1.0), (4, 2.0)])
    circles = list(ElementTree.fromstring(chart).iter("circle"))
    assert len(circles) == 3
    assert all(0 <= float(one.attrib["cx"]) <= 320 and 0 <= float(one.attrib["cy"]) <= 150 for one in circles)
    assert line_chart("none", [(1, None)]) == ""
    assert "<circle" in line_chart("one", [(1, 0.0)])
