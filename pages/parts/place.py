"""Where the data of this server lie."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def folder() -> Path:
    """The workspace: what REGULARS_WORKSPACE names, else one beside app.py."""
    return Path(os.environ.get("REGULARS_WORKSPACE") or CHECKOUT / ".workspace").resolve()
