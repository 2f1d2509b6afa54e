"""Who did what: what left the app, written onto the audit trail of the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from analytics.workspace import Workspace


def taken(ws: Workspace, name: str, frame: pd.DataFrame, form: str, user: str = "local") -> None:
    """Puts into the audit trail that a table left the app: how many, with which columns."""
    columns = ", ".join(map(str, frame.columns))
    ws.state.record(user, "export", f"{form} {name}: {len(frame)} rows; columns {columns}")
