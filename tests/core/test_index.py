import json
import resource
import time
from dataclasses import replace
from pathlib import Path

import pytest

from resyn.core.errors import CatalogueError, StoreError
from resyn.core.index import (
    INDEX_NAME,
    IndexEntry,
    build_index,
    catalogue_folder,
    check_index,
    read_index,
    record_entries,
)

SOURCE = '''"""Add two numbers."""

META = {{"category": "arithmetic", "skills": ["addition"], "keywords": ["sum"], "answer": "integer", "version": 2}}


def generate(level, rng):
    return {{"a": rng.randint(1, {limit}), "b": rng.randint(1, 99)}}
'''


def write(folder: Path, name: str, *, limit: int = 99, category: str = "arithmetic") -> Path:
    path = folder / category / f"{name}.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SOURCE.format(limit=limit))
    return path


def test_index_holds_what_the_files_say_sorted_by_name(tmp_path: Path) -> None:
    write(tmp_path, "beta", category="later")
    write(tmp_path, "alpha", category="sooner")
    built = build_index(tmp_path)
    assert [entry.name for entry in built] == ["alpha", "beta"]
    assert read_index(tmp_path) == built
    entry = built[0]
    assert (entry.file, entry.summary, entry.category) == ("sooner/alpha.py", "Add two numbers.", "arithmetic")
    assert (entry.skills, entry.keywords, entry.answer, entry.version) == (("addition",), ("sum",), "integer", 2)
    assert len(entry.behaviour_hash) == 16
    assert len(entry.source_hash) == 64
    assert entry.certificate is None


def test_certificate_outlives_a_comment_and_not_a_change_of_behaviour(tmp_path: Path) -> None:
    path = write(tmp_path, "alpha")
    certified = replace(build_index(tmp_path)[0], certificate={"level": 1, "nested": {"b": [1, None]}})
    build_index(tmp_path, known=[replace(certified, provenance={"model": "m"})])
    path.write_text(path.read_text() + "\n# a remark\n")
    assert check_index(tmp_path) == ["stale: arithmetic/alpha.py has another source_hash"]
    entry = build_index(tmp_path)[0]
    assert entry.certificate == {"level": 1, "nested": {"b": [1, None]}}
    assert entry.provenance == {"model": "m"}
    write(tmp_path, "alpha", limit=98)
    entry = build_index(tmp_path, known=[certified])[0]
    assert (entry.certificate, entry.provenance) == (None, None)


def test_entry_is_recorded_in_its_line_and_all_others_stay(tmp_path: Path) -> None:
    for name in ("alpha", "beta"):
        write(tmp_path, name)
    alpha, beta = build_index(tmp_path)
    certified = replace(beta, certificate={"level": 1})
    record_entries(tmp_path, [certified])
    assert read_index(tmp_path) == [alpha, certified]
    record_entries(tmp_path, [beta])
    assert read_index(tmp_path) == [alpha, beta]


def test_check_names_stale_missing_and_extra(tmp_path: Path) -> None:
    write(tmp_path, "alpha")
    write(tmp_path, "beta")
    build_index(tmp_path)
    assert check_index(tmp_path) == []
    write(tmp_path, "alpha", limit=5)
    (tmp_path / "arithmetic/beta.py").unlink()
    write(tmp_path, "gamma")
    assert check_index(tmp_path) == [
        "stale: arithmetic/alpha.py has another behaviour_hash, source_hash",
        "extra: beta is in the index, but arithmetic/beta.py does not exist",
        "missing: arithmetic/gamma.py is not in the index",
    ]


def test_name_borne_by_two_files_is_refused_naming_both(tmp_path: Path) -> None:
    write(tmp_path, "alpha", category="one")
    write(tmp_path, "alpha", category="two")
    with pytest.raises(CatalogueError, match=r"one/alpha\.py and .*two/alpha\.py are both named 'alpha'"):
        build_index(tmp_path)
    assert not (tmp_path / INDEX_NAME).exists()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda line: line[:40], "is not JSON"),
        (lambda line: "[1]", "is not a JSON object"),
        (lambda line: line.replace('"version":2', '"version":true'), "has no int 'version'"),
        (lambda line: line.replace('"skills":["addition"]', '"skills":[1]'), "'skills' that does not hold texts"),
        (lambda line: line.replace('"summary"', '"sumary"'), "has no str 'summary'"),
        (lambda line: line.replace("{", '{"extra":1,', 1), "unknown field 'extra'"),
        (lambda line: line.replace("{", '{"certificate":[],', 1), "'certificate' that is not an object"),
        (lambda line: line.replace("arithmetic/beta.py", "../beta.py"), r"'\.\./beta\.py' that is not beta\.py below"),
        (lambda line: line.replace("beta", "alpha"), "names 'alpha' again"),
        (lambda line: "[" * 100_000, "line 2"),
    ],
)
def test_corrupt_line_is_named_with_the_remedy(tmp_path: Path, damage, said: str) -> None:
    write(tmp_path, "alpha")
    write(tmp_path, "beta")
    build_index(tmp_path)
    path = tmp_path / INDEX_NAME
    first, second = path.read_text().splitlines()
    path.write_text(f"{first}\n{damage(second)}\n")
    with pytest.raises(CatalogueError, match=said) as caught:
        read_index(tmp_path)
    assert f"{path}, line 2" in str(caught.value)
    assert f"resyn catalogue --folder {tmp_path} index" in caught.value.hint
    with pytest.raises(CatalogueError, match="line 2"):
        build_index(tmp_path)


def test_missing_index_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"has no index\.jsonl") as caught:
        read_index(tmp_path)
    assert f"resyn catalogue --folder {tmp_path} index" in caught.value.hint


def test_strange_meta_never_breaks_the_index(tmp_path: Path) -> None:
    sources = {
        "surrogates": 'META = {"category": "\\ud800", "skills": ["a\\u2028b", 3], "keywords": 7, "version": True}\n',
        "computed": "META = dict(version=3)\n",
        "empty": "",
    }
    for name, source in sources.items():
        (tmp_path / f"{name}.py").write_text(source)
    built = build_index(tmp_path)
    assert read_index(tmp_path) == built
    by_name = {entry.name: entry for entry in built}
    assert by_name["surrogates"].category == "?"
    assert by_name["surrogates"].skills == ("a\u2028b", "3")
    assert (by_name["computed"].category, by_name["computed"].version) == ("uncategorised", 1)


@pytest.mark.parametrize("source", ["def broken(:\n", "x = " + "+".join("1" * 3000)])
def test_file_beyond_description_is_named_and_writes_nothing(tmp_path: Path, source: str) -> None:
    write(tmp_path, "alpha")
    (tmp_path / "odd.py").write_text(source)
    with pytest.raises(CatalogueError, match=r"odd\.py"):
        build_index(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arithmetic", "odd.py"]


def test_full_disk_is_a_store_error_and_leaves_the_old_index(tmp_path: Path) -> None:
    write(tmp_path, "alpha")
    build_index(tmp_path)
    before = (tmp_path / INDEX_NAME).read_bytes()
    write(tmp_path, "beta")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(StoreError, match=r"index\.jsonl cannot be written: File too large"):
            build_index(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / INDEX_NAME).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["arithmetic", INDEX_NAME]


def test_thousand_entries_are_read_in_milliseconds(tmp_path: Path) -> None:
    write(tmp_path, "alpha")
    entry = build_index(tmp_path)[0]
    certificate = {"rules": {f"rule_{number}": 1 for number in range(20)}, "rates": [0.9, 0.7, 0.5, 0.3, 0.1]}
    lines = [
        json.dumps(replace(entry, name=f"task_{n}", file=f"a/task_{n}.py", certificate=certificate).to_json())
        for n in range(1000)
    ]
    (tmp_path / INDEX_NAME).write_text("\n".join(lines) + "\n")
    times = []
    for _ in range(5):
        started = time.perf_counter()
        assert len(read_index(tmp_path)) == 1000
        times.append(time.perf_counter() - started)
    assert min(times) < 0.1  # 10 to 20 ms on an idle core; the files named do not even exist


def test_entry_survives_json(tmp_path: Path) -> None:
    write(tmp_path, "alpha")
    entry = replace(build_index(tmp_path)[0], provenance={"keyword": "sum"})
    assert IndexEntry.from_json(json.loads(json.dumps(entry.to_json()))) == entry


def test_shipped_catalogue_is_a_folder() -> None:
    assert catalogue_folder().name == "catalogue"
