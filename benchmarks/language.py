"""Made-up official prose whose words are as common and as rare as those of a real language.

Zipf's law, as Mandelbrot wrote it: the n-th most common word has a share of 1 / (n + 2.7). The
commonest stands in nearly every text, most stand in a handful, and pairs of syllables come back
because words do. The same every time.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import accumulate, product
from typing import Final

from vocabulary import SYLLABLES, listed

WORDS: Final = 12_000
_SHIFT: Final = 2.7
#: Seven words in ten are written as two syllables.
_SHARE_OF_PAIRS: Final = 0.7
_ONSETS: Final = listed("b c ch d đ g h kh l m n ng nh ph qu r s t th tr v x")
_RIMES: Final = listed(
    "a á à ả ã ạ an án àn ạn ang áng àng ạng anh ánh ảnh ao áo ào ăn ắn ặn ăng ắng ặng ân ấn ận "
    "âm ấm âu ấu ầu ay áy ày ây ấy ầy iên iến iền iện iêu iếu iều inh ính ình ịnh ông ống ộng ong "
    "óng òng ô ố ồ ổ ộ ôi ối ồi ội ơ ớ ờ ở ơi ới ời ợi ư ứ ừ ử ữ ự ương ướng ường ượng ươi ưới "
    "ười uyên uyến uyền"
)


class Language:
    """Words by rank, and texts made of them."""

    def __init__(self, seed: int = 20261105) -> None:
        """Make up the words: those of official prose are the common ones."""
        chance = random.Random(seed)
        common = list(dict.fromkeys(SYLLABLES))
        others = [onset + rime for onset, rime in product(_ONSETS, _RIMES)]
        chance.shuffle(common)
        chance.shuffle(others)
        syllables = list(dict.fromkeys([*common, *others]))
        weights = _weights(len(syllables))
        words: dict[str, None] = dict.fromkeys(common[:40])
        while len(words) < WORDS:
            size = 2 if chance.random() < _SHARE_OF_PAIRS else 1
            words[" ".join(chance.choices(syllables, cum_weights=weights, k=size))] = None
        self.words: list[str] = list(words)
        self._weights = _weights(WORDS)

    def prose(self, chance: random.Random, words: int) -> str:
        """So many words in a row, separated by blanks."""
        return " ".join(chance.choices(self.words, cum_weights=self._weights, k=words))

    def sentence(self, chance: random.Random, words: int) -> str:
        """Prose that begins with a capital letter and ends with a full stop."""
        text = self.prose(chance, words)
        return f"{text[0].upper()}{text[1:]}."


def _weights(count: int) -> Sequence[float]:
    return list(accumulate(1 / (rank + _SHIFT) for rank in range(1, count + 1)))
