"""A pack as a file: PowerPoint, Excel or PDF."""

from __future__ import annotations

from importlib import import_module

from analytics.reports.pack import Pack
from analytics.reports.stable import stable

# ending -> what it is called, its module and function, its type on the web
FORMS = {
    "pptx": ("PowerPoint", "deck",
             "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "xlsx": ("Excel", "book",
             "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "pdf": ("PDF", "document", "application/pdf"),
}  # fmt: skip


def file(pack: Pack, form: str) -> bytes:
    """The pack in one of FORMS; the same pack gives the same bytes.

    The libraries that write files are read when the first file is made: pages open sooner.
    """
    _name, module, _type = FORMS[form]
    made: bytes = getattr(import_module(f"analytics.reports.{module}"), module)(pack)
    return made if form == "pdf" else stable(made, pack.as_of, pack.carried)
