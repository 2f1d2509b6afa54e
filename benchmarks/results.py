"""What was measured: printed as it comes, and kept as a section of a Markdown file on request."""

from __future__ import annotations

import os
import platform
import re
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HEAD = """# Measured

Ratios are of one run on one machine, best of several; G is one bare group-by over the lines, and a
budget is the most (or least, where it says so) that is allowed. Written by
`python -m benchmarks --lines N --results benchmarks/RESULTS.md` and `python -m benchmarks.funnel`.
"""
MEASURED_WITH = (
    *("duckdb", "streamlit", "pandas", "pyarrow", "scikit-learn"),
    *("polars", "chdb", "mlxtend"),
)


class Results:
    """The measurements of one run: what, its value, its budget, a remark."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str, str]] = []

    def line(self, what: str, value: str, budget: str = "", note: str = "") -> None:
        """One measurement, its budget and a remark."""
        self.rows.append((what, value, budget, note))
        allowed = f"(at most {budget})" if budget else ""
        print(f"{what:40} {value:>9}  {allowed:18} {note}".rstrip(), flush=True)

    def keep(self, path: Path | None, title: str) -> None:
        """Writes them into the file as the section of this title, in place of an older one."""
        if path is None:
            return
        before = path.read_text(encoding="utf-8") if path.exists() else HEAD
        kept = re.sub(rf"\n## {re.escape(title)}\n.*?(?=\n## |\Z)", "", before, flags=re.DOTALL)
        path.write_text(f"{kept.rstrip()}\n\n{self.section(title)}", encoding="utf-8")

    def section(self, title: str) -> str:
        """A heading, the machine, and a table."""
        table = ["| what | measured | budget | remark |", "|---|---:|---:|---|"]
        table += [f"| {' | '.join(row)} |" for row in self.rows]
        return "\n".join([f"## {title}", "", f"{date.today()}, {machine()}.", "", *table, ""])


def machine() -> str:
    """Processor, cores, memory, system, and the versions that matter."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = [
        f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GB",
        platform.system(),
        f"Python {platform.python_version()}",
    ]
    for package in MEASURED_WITH:
        try:
            parts.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return ", ".join(parts)


def processor() -> str:
    """Its name, where the system tells."""
    told = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.+)", told.read_text()) if told.exists() else []
    return names[0] if names else platform.processor() or platform.machine()
