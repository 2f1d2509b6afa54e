"""What a page told somebody, and which customers are named in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from analytics import Workspace


def told(at: AppTest) -> bytes:
    """Every element of the page as it goes to the browser: texts, tables, charts, choices."""
    return b"\n".join(_parts(at._tree))


def _parts(node: Any) -> Iterator[bytes]:
    proto = getattr(node, "proto", None)
    if proto is not None and hasattr(proto, "SerializeToString"):
        yield proto.SerializeToString()
    if isinstance(node, Block):
        for child in node.children.values():
            yield from _parts(child)


def customers(ws: Workspace) -> dict[str, tuple[bytes, ...]]:
    """Each customer's number, with name, e-mail and phone, as bytes on a wire."""
    with ws.cursor() as cursor:
        rows = cursor.execute("select customer_id, name, email, phone from customers").fetchall()
    return {row[0]: tuple(text.encode() for text in row if text) for row in rows}


def named(page: bytes, people: dict[str, tuple[bytes, ...]]) -> set[str]:
    """The customers of whom anything is on the page.

    A text is looked for only where its first bytes occur, which one look at the page tells of all.
    """
    size = min(len(text) for texts in people.values() for text in texts)
    begun = {page[place : place + size] for place in range(len(page) - size + 1)}
    return {
        number
        for number, texts in people.items()
        if any(text[:size] in begun and text in page for text in texts)
    }
