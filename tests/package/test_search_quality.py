"""The measure of search quality: it reads corpora of several shapes, and its numbers are right."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = ROOT / "benchmarks" / "search_quality.py"


@pytest.fixture(scope="module")
def corpus_module() -> ModuleType:
    """The module that reads a corpus; the benchmarks are scripts, not a package."""
    spec = importlib.util.spec_from_file_location(
        "search_corpus", ROOT / "benchmarks" / "search_corpus.py"
    )
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules["search_corpus"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["search_corpus"]


def written(folder: Path, docs: list[dict], queries: list[dict]) -> Path:
    path = folder / "corpus.json"
    path.write_text(json.dumps({"docs": docs, "queries": queries}), encoding="utf-8")
    return path


def run(*arguments: object, folder: Path) -> subprocess.CompletedProcess:
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


LAW = "Luật Nuôi ong 1/2020/qh14"
TREES = "Luật Trồng cây 2/2021/qh15"


class ReadingTests:
    def test_articles_are_grouped_by_the_prefix_of_their_ids(self, corpus_module, tmp_path):
        docs = [
            {"id": "1/2020/qh14@1", "text": f"{LAW}\nPhạm vi\nLuật này nói về ong.\n\nVà mật."},
            {"id": "1/2020/qh14@2", "text": f"{LAW}\nTổ ong\nTổ ong ở trong vườn."},
            {"id": "2/2021/qh15@1", "text": f"{TREES}\nCây\nCây ở trong rừng."},
        ]
        path = written(tmp_path, docs, [{"text": "ong", "rel": ["1/2020/qh14@2"]}])
        first, second = corpus_module.read(path).laws()
        assert [first.title, second.title] == [LAW, TREES]
        assert [article.label for article in first.articles] == ["1", "2"]
        assert first.articles[0].heading == "Phạm vi"
        assert first.articles[0].text == "Luật này nói về ong.\nVà mật."

    def test_texts_of_other_shapes_keep_all_their_words(self, corpus_module, tmp_path):
        docs = [
            {"id": "a", "text": "Một dòng."},
            {"id": 7, "text": "Tên chung\nĐầu đề\nNội dung một."},
            {"id": "b", "text": "Tên chung\nNội dung hai."},
            {"id": "x@y@z", "text": ""},
            {"id": "x@y@1a", "text": "dòng " * 100 + "\nrồi hết"},
        ]
        corpus = corpus_module.read(written(tmp_path, docs, [{"text": "?", "rel": [7, "a"]}]))
        laws = corpus.laws()
        assert [len(law.articles) for law in laws] == [1, 2, 2]
        assert corpus.questions[0].relevant == {"7", "a"}
        for law in laws:
            anchors = [article.label for article in law.articles]
            assert len(set(anchors)) == len(anchors)
            for article in law.articles:
                kept = f"{law.title} {article.heading} {article.text}".split()
                assert set(corpus.texts[article.key].split()) <= set(kept)

    def test_a_second_text_with_the_same_id_is_reported(self, corpus_module, tmp_path):
        docs = [{"id": "a", "text": "Một."}, {"id": "a", "text": "Hai."}]
        corpus = corpus_module.read(written(tmp_path, docs, [{"text": "?", "rel": ["a", "b"]}]))
        assert corpus.texts == {"a": "Một."}
        assert len(corpus.warnings) == 2


class SpellingTests:
    def test_stripped_questions_have_no_diacritics_left(self, corpus_module):
        text = "Đất đai, ở huyện Đăk Mil: quyết định ưu đãi?"
        stripped = corpus_module.SPELLINGS["stripped"](text)
        assert stripped == "Dat dai, o huyen Dak Mil: quyet dinh uu dai?"

    def test_half_of_the_words_are_stripped_and_always_the_same_ones(self, corpus_module):
        text = "đất đỏ ở đồi đá đẹp đến đỗi ấy là"
        half = corpus_module.SPELLINGS["half"](text)
        assert sum(a != b for a, b in zip(text.split(), half.split(), strict=True)) == 5
        assert corpus_module.SPELLINGS["half"](text) == half


class MeasureTests:
    def test_recall_counts_what_was_found_of_what_could_be(self, corpus_module):
        questions = [
            corpus_module.Question("a", frozenset({"1"})),
            corpus_module.Question("b", frozenset({"2", "3", "4"})),
        ]
        answers = [["9", "1"], ["2", "8", "3", "7", "6", "4"]]
        assert corpus_module.measures(questions, answers) == {
            "r1": 0.5,
            "r5": round((1 + 2 / 3) / 2, 4),
            "r10": 1.0,
            "r20": 1.0,
            "mrr10": 0.75,
        }

    def test_an_answer_after_the_tenth_has_no_reciprocal_rank(self, corpus_module):
        question = corpus_module.Question("a", frozenset({"1"}))
        found = corpus_module.measures([question], [[*"bcdefghijk", "1"]])
        assert (found["r10"], found["r20"], found["mrr10"]) == (0.0, 1.0, 0.0)


class CommandTests:
    @pytest.mark.parametrize(
        "content",
        [None, b"\xff\xfe", b"{", b"[]", b'{"docs": []}', b'{"docs": [1], "queries": []}'],
    )
    def test_an_unreadable_corpus_is_named_and_is_no_traceback(self, tmp_path, content):
        path = tmp_path / "corpus.json"
        if content is not None:
            path.write_bytes(content)
        done = run(path, folder=tmp_path)
        assert done.returncode == 2
        assert str(path) in done.stderr
        assert "Traceback" not in done.stderr

    def test_a_small_corpus_is_indexed_asked_and_reported(self, tmp_path):
        docs = [
            {"id": "1/2020/qh14@1", "text": f"{LAW}\nGiống ong\nOng được nuôi lấy mật."},
            {"id": "1/2020/qh14@2", "text": f"{LAW}\nThuế\nNgười nuôi nộp thuế hằng năm."},
            {"id": "2/2021/qh15@1", "text": f"{TREES}\nGiống cây\nCây được ươm ở vườn."},
        ]
        queries = [
            {"text": "Ai nộp thuế hằng năm?", "rel": ["1/2020/qh14@2"]},
            {"text": "ươm cây ở đâu", "rel": ["2/2021/qh15@1"]},
            # Not what the text says: a measure that is always one would be none.
            {"text": "nuôi ong lấy mật", "rel": ["2/2021/qh15@1"]},
        ]
        out = tmp_path / "out.json"
        path = written(tmp_path, docs, queries)
        done = run(path.name, "--engine", "sqlite", "--json", out, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        found = json.loads(out.read_text())
        assert list(found) == ["sqlite"]
        assert list(found["sqlite"]) == ["typed", "stripped", "half"]
        for metrics in found["sqlite"].values():
            assert list(metrics) == ["r1", "r5", "r10", "r20", "mrr10"]
            assert metrics["r1"] == pytest.approx(2 / 3, abs=0.001)
        assert "this search, SQLite" in done.stdout
        assert "BM25, syllables and pairs" in done.stdout
