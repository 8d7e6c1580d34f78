"""The small Markdown of questionnaires (paragraphs, lists, emphasis, links) as safe HTML."""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_PARSER = MarkdownIt("zero", {"html": False, "linkify": False}).enable(["list", "emphasis", "link", "escape", "entity"])


@lru_cache(maxsize=2048)
def markdown(text: str) -> Markup:
    """The text as paragraphs and lists; whatever is no Markdown of ours appears literally."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("rel", "noopener noreferrer")
    return Markup(_PARSER.renderer.render(tokens, _PARSER.options, {}))
