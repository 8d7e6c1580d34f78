"""JSON that scripts send: halves of surrogate pairs, which no text may hold, are dropped before anybody sees them."""

from __future__ import annotations

import json
from typing import Any

from flask.json.provider import DefaultJSONProvider


class CleanJson(DefaultJSONProvider):
    """The provider of the app: whatever it reads can be written as UTF-8 again; too deep a value is no JSON."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return self._read(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error

    def _read(self, s: str | bytes, **kwargs: Any) -> Any:
        value = super().loads(s, **kwargs)
        escape = b"\\u" if isinstance(s, bytes) else "\\u"
        if escape not in s:  # type: ignore[operator]
            return value
        return super().loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "ignore"), **kwargs)
