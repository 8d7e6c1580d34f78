"""Where a form may send the browser next: paths of this site and nothing else."""

from __future__ import annotations

import re

_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")


def safe_target(target: str | None, *, default: str) -> str:
    """`target` if it is a plain path of this site (ASCII, no backslash, no control, not `//`), else `default`."""
    if target and len(target) <= 2000 and _PATH.fullmatch(target):
        return target
    return default
