import itertools
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

import resyn.catalogue
from resyn.core.environment import find_environments
from resyn.core.errors import ConfigError
from resyn.gate.embedding import HashedNgrams, SentenceModel, cosine
from resyn.gate.similarity import fingerprint

CATALOGUE = Path(resyn.catalogue.__path__[0])
TASKS = "there are 0 tasks. give one valid order of all tasks, as numbers separated by spaces."


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    words = ["[UNK]", "[PAD]", "order", "sort", "tasks", "jobs", "river"]
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = np.array([[0, 0], [0, 0], [1, 0], [0.9, 0.1], [0.8, 0.2], [0.8, 0.2], [0, 1]], dtype=np.float32)
    StaticModel(vectors, tokenizer).save_pretrained(tmp_path / "model")
    return tmp_path / "model"


def test_a_text_is_like_itself_whatever_its_case_and_white_space() -> None:
    ngrams = HashedNgrams()
    assert cosine(ngrams.embed("Order the tasks."), ngrams.embed("order  the\ntasks.")) == pytest.approx(1.0)


def test_a_reworded_template_is_near_and_another_task_is_not() -> None:
    ngrams = HashedNgrams()
    reworded = TASKS.replace("give one valid order", "give a valid order")
    other = "choose some of the numbers so that they sum to exactly 0."
    assert cosine(ngrams.embed(TASKS), ngrams.embed(reworded)) > ngrams.near
    assert cosine(ngrams.embed(TASKS), ngrams.embed(other)) < ngrams.near - 0.2


def test_the_empty_text_is_like_nothing() -> None:
    ngrams = HashedNgrams()
    assert cosine(ngrams.embed(""), ngrams.embed("order")) == pytest.approx(0.0, abs=0.05)


def test_shipped_questions_are_far_from_each_other() -> None:
    ngrams = HashedNgrams()
    texts = [fingerprint(entry.source).text for entry in find_environments([CATALOGUE])]
    pairs = itertools.combinations(map(ngrams.embed, texts), 2)
    assert max(itertools.starmap(cosine, pairs)) < ngrams.near - 0.1


def test_a_sentence_model_in_a_folder_compares_by_meaning(model_folder: Path) -> None:
    model = SentenceModel(model_folder)
    assert cosine(model.embed("order tasks"), model.embed("sort jobs")) > model.near
    assert cosine(model.embed("order tasks"), model.embed("river")) < 0.5


def test_a_missing_sentence_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nowhere"):
        SentenceModel(tmp_path / "nowhere")
