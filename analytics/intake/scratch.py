"""A folder for copies that live as long as what was made from them."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class Scratch:
    """A folder of its own below `folder`, removed with the last object that holds this one."""

    def __init__(self, folder: Path | None) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="intake-", dir=folder))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)

    def room(self) -> Path:
        """A new folder within it."""
        return Path(tempfile.mkdtemp(dir=self.path))
