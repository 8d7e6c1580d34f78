"""JSON that scripts send: what is nested beyond all measure is malformed, not a failure of ours."""

from __future__ import annotations

from typing import Any

from flask.json.provider import DefaultJSONProvider


class BoundedJson(DefaultJSONProvider):
    """The provider of the app. What a text may hold is decided where it is cleaned, not here."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Raises ValueError for whatever is no JSON."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
