"""The words of the page in the reader's language: a catalogue of texts by key, handed down from the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qonaq.errors import InternalError


@dataclass(frozen=True)
class Words:
    """Texts of one language; `words("page.map")` or `words("answer.present", count="24,000")`."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        if key not in self.texts:
            raise InternalError(f"the catalogue of {self.language} has no text '{key}'")
        return self.texts[key].format(**values)

    def get(self, key: str, otherwise: str) -> str:
        """The text of that key, or `otherwise` where a name of the user's own has no translation."""
        return self.texts.get(key, otherwise)
