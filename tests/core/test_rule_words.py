"""How a rule is said in words."""

import pytest

from ledger.core import rule_words
from ledger.core.language import PLAIN


@pytest.mark.parametrize("share, said", [("1/2", "more than 1/2"), (">=2/3", "at least 2/3")])
def test_a_majority_is_said_as_it_is_meant(share: str, said: str) -> None:
    assert PLAIN.say(rule_words.majority(share)) == said
