"""Where a command writes: the standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from evaluacion.domain.errors import Invalid


class Abandoned(Exception):
    """Raised inside `written_to` to leave no file behind."""


@contextmanager
def written_to(path: Path | None) -> Iterator[TextIO]:
    """A text stream to `path` (or the standard output for None). The file takes its name only when all went well;
    after an error, or `Abandoned` (which goes no further), an earlier file of that name is as it was."""
    if path is None:
        with suppress(Abandoned):
            yield sys.stdout
        sys.stdout.flush()
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise Invalid(f"No se puede escribir en «{path.parent}»: {error.strerror}.") from error
    try:
        with open(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, path)
    except Abandoned:
        os.unlink(temporary)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
