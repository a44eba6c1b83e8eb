"""The certificates of the shipped environments: which file each is of, known without running anything."""

import hashlib

from resyn.core.index import IndexEntry, catalogue_folder, read_index
from resyn.pipeline.certificate import SCHEMA

FOLDER = catalogue_folder()
AGAIN = (
    "certify what changed: resyn certify src/resyn/catalogue --definitions tests/catalogue/definitions"
    " --provenance project=resyn --provenance license=Apache-2.0"
)


def is_of_its_file(entry: IndexEntry) -> bool:
    certificate = entry.certificate or {}
    source = hashlib.sha256((FOLDER / entry.file).read_bytes()).hexdigest()
    named = (certificate.get("environment"), certificate.get("source_hash"), certificate.get("behaviour_hash"))
    return named == (entry.name, source, entry.behaviour_hash)


def test_every_shipped_environment_has_a_certificate_of_the_file_that_is_shipped() -> None:
    assert [entry.name for entry in read_index(FOLDER) if not is_of_its_file(entry)] == [], AGAIN


def test_certificates_say_what_was_passed_by_whom_and_where_it_comes_from() -> None:
    for entry in read_index(FOLDER):
        certificate = entry.certificate or {}
        assert certificate["schema"] == SCHEMA
        assert certificate["rules"]["draws"] >= 72
        assert certificate["rules"]["isolation"] in ("namespaces", "seccomp")
        assert certificate["rules"]["not_applicable"] == ["leaks_benchmark"]
        assert certificate["definition"]["levels"]
        assert certificate["provenance"] == entry.provenance == {"project": "resyn", "license": "Apache-2.0"}
