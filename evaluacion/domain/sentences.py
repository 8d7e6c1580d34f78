"""Spanish sentences with values that remember how they were made, so that a page can say them in another language.

A sentence without values needs nothing of this: its text is its own name in the catalogue of messages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping


class Sentence(str):
    """Reads as the Spanish text; `template` and `values` are what it was made of."""

    template: str
    values: Mapping[str, object]
    opens: bool

    def __new__(cls, template: str, values: Mapping[str, object] | None = None, *, opens: bool = False) -> Sentence:
        made = super().__new__(cls, _filled(template, values or {}, opens))
        made.template = template
        made.values = values or {}
        made.opens = opens
        return made

    def opening(self) -> Sentence:
        """The same with a capital at the start."""
        return Sentence(self.template, self.values, opens=True)

    def translated(self, gettext: Callable[[str], str]) -> str:
        """The sentence in the language of `gettext`, and so the sentences among its values."""
        values = {
            name: value.translated(gettext) if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        return _filled(gettext(self.template), values, self.opens)


def sentence(template: str, /, **values: object) -> Sentence:
    """«El número %(number)s es menor…» with its values filled in. Extraction finds templates by this name."""
    return Sentence(template, values)


def _filled(template: str, values: Mapping[str, object], opens: bool) -> str:
    text = template % values if values else template
    return text[:1].upper() + text[1:] if opens else text
