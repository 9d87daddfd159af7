"""Titles are kept in the language of the sources and said in the reader's."""

import pytest
from django.utils.translation import override

from stations.titles import label_words, title_words


@pytest.mark.parametrize(
    ("kept", "english"),
    [
        ("物业经理", "Property manager"),
        ("4号楼楼长", "4号楼 Building leader"),
        ("家庭调解队", "Family mediation team"),
        ("居民", "Resident"),
        ("老邢修理铺", "老邢修理铺"),
        ("", ""),
    ],
)
def test_a_kept_title_is_said_in_the_readers_language(kept, english):
    with override("en"):
        assert title_words(kept) == english
    with override("zh-hans"):
        assert title_words(kept) == kept


def test_the_name_behind_a_title_stays_as_it_is():
    with override("en"):
        assert label_words("物业经理 丁海波") == "Property manager 丁海波"
        assert label_words("驿站") == "Station"
