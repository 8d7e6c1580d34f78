"""The log: one JSON object a line on standard error, without answers, forms, addresses of people or secrets."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import Any

import structlog

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""What JSON leaves as it is, and some reader takes for a line end, a terminal command or another direction."""


def install(level: str) -> None:
    """Sets up structlog and sends the standard library's log the same way."""
    number = getattr(logging, level.upper())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(serializer=_one_line), foreign_pre_chain=shared
        )
    )
    root = logging.getLogger("evaluacion")
    root.handlers[:] = [handler]
    root.setLevel(number)
    root.propagate = False


def _one_line(event: Any, **options: Any) -> str:
    """The event as JSON on exactly one line, whatever its fields hold: what is not to be seen is escaped."""
    text = json.dumps(event, ensure_ascii=False, **options)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
