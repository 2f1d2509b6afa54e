"""The house rules that keep a number findable by its name: layers, names, sizes."""

from __future__ import annotations

import ast
import re
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ANALYTICS, PAGES, SQL = ROOT / "analytics", ROOT / "pages", ROOT / "analytics" / "sql"
CODE = sorted([ROOT / "app.py", *ANALYTICS.rglob("*.py"), *PAGES.rglob("*.py")])
QUESTIONS = {path.stem: path for path in SQL.glob("*.sql")}
TOPICS = sorted(
    path for path in ANALYTICS.glob("*.py") if any(q.startswith(f"{path.stem}_") for q in QUESTIONS)
)
PARTS = sorted((PAGES / "parts").rglob("*.py"))
SCREENS = sorted(path for path in PAGES.rglob("*.py") if path not in PARTS)

SCREEN_LIBRARIES = {"streamlit", "plotly", "altair", "pages"}
TOPIC_MAY_IMPORT = {
    "engine",
    "scope",
    "errors",
    "workspace",
    "scoring",
    "moves",
    "compared",
}  # shared by topics
TOPIC_MAY_ALSO_IMPORT = {
    "movement": {"rfm"},
    "lists": {"state", "listed", "rules"},
    "followup": {"state", "rates"},
    "churn": {
        "churn_kept",
        "churn_list",
        "churn_proof",
        "churn_rule",
        "churn_signs",
        "churn_stake",
        "churn_training",
        "rates",
    },
    "conversion": {"rates", "split", "steps"},
    "deals": {"pipeline", "quarter", "rates"},
    "forecast": {"rates", "trials"},
    "health": {"rates"},
    "entries": {"rates", "steps"},
    "funnel": {"rates", "steps"},
    "quality": {"checks", "spelling"},
    "rfm": {"rates", "sums"},
    "care": {"rates", "state"},
    "waits": {"rates", "split", "steps"},
    "potential": {"rates"},
    "profile": {"costs", "profile_life", "profile_place"},
    "tags": {"state"},
    "profit": {"costs"},
    "pyramid": {"costs", "value"},
    "vitals": {"churn_signs"},
    "value": {"bg_nbd", "gamma_gamma"},
    "due": {"due_calendar", "rates", "value"},
    "winback": {"rates"},
    "worth": {"value"},
    "portrait": {"rates"},
    "service": {"rates"},
    "products": {"rates"},
    "next_products": {"neighbours", "rates"},
    "stability": {"rates"},
    "retention": {"rates"},
}
STATEMENT = re.compile(
    r"\bselect\b.+\bfrom\b|\binsert\s+into\b|\bcreate\s+(or\s+replace\s+)?(temp\s+)?(table|view)\b"
    r"|\bdelete\s+from\b|\bupdate\s+\w+\s+set\b",
    re.IGNORECASE | re.DOTALL,
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Dotted names a module imports; `from a import b` gives a.b."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def questions_asked(node: ast.AST) -> Iterator[str]:
    """Names of the SQL files a piece of code runs through the engine."""
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "engine"
            and len(call.args) > 1
            and isinstance(call.args[1], ast.Constant)
        ):
            yield str(call.args[1].value)


def functions(path: Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("path", sorted(ANALYTICS.rglob("*.py")), ids=name)
def test_analytics_knows_no_screen(path: Path) -> None:
    assert {name.split(".")[0] for name in imports(path)} & SCREEN_LIBRARIES == set()


@pytest.mark.parametrize("path", TOPICS, ids=name)
def test_topic_imports_the_engine_and_no_other_topic(path: Path) -> None:
    allowed = TOPIC_MAY_IMPORT | TOPIC_MAY_ALSO_IMPORT.get(path.stem, set())
    own = [name.split(".") for name in imports(path) if name.split(".")[0] == "analytics"]
    modules = {parts[1] for parts in own if (ANALYTICS / f"{parts[1]}.py").exists()}
    assert modules <= allowed


@pytest.mark.parametrize("path", SCREENS, ids=name)
def test_page_imports_parts_and_analytics_only(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)
    assert outside <= {"streamlit", "pages", "analytics"}
    assert all(name.startswith("pages.parts") for name in imports(path) if name.startswith("pages"))


@pytest.mark.parametrize("path", PARTS, ids=name)
def test_part_is_no_screen(path: Path) -> None:
    for imported in imports(path):
        assert not imported.startswith("duckdb")
        assert imported.startswith("pages.parts") or not imported.startswith("pages")


@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_question_has_its_function(question: str) -> None:
    """rfm_customers.sql is rfm.customers(), or a relation that other questions read."""
    topic = next((path for path in TOPICS if question.startswith(f"{path.stem}_")), None)
    assert topic, "no module of this name"
    function = question.removeprefix(f"{topic.stem}_")
    others = [path.read_text(encoding="utf-8") for path in SQL.rglob("*.sql")]
    read = any(re.search(rf"\b(from|join)\s+{question}\b", text) for text in others)
    assert read or {function, f"_{function}"} & set(functions(topic))


@pytest.mark.parametrize("path", TOPICS, ids=name)
def test_topic_asks_questions_of_its_own_name(path: Path) -> None:
    for asked in questions_asked(tree(path)):
        assert asked in QUESTIONS
        assert asked.startswith(f"{path.stem}_")


@pytest.mark.parametrize("path", TOPICS, ids=name)
def test_topic_has_a_test_of_its_name(path: Path) -> None:
    assert (ROOT / "tests" / f"test_{path.stem}.py").exists()


@pytest.mark.parametrize("path", TOPICS, ids=name)
def test_public_function_says_what_it_means(path: Path) -> None:
    silent = [
        key
        for key, node in functions(path).items()
        if key[0] != "_" and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_no_sql_outside_the_sql_folder(path: Path) -> None:
    """The intake alone writes SQL by column, since its columns come from the user's file."""
    if path.is_relative_to(ANALYTICS / "intake"):
        return
    module = tree(path)
    words = {id(node.body[0].value) for node in ast.walk(module) if _has_docstring(node)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
            assert not STATEMENT.search(node.value), node.value


def _has_docstring(node: ast.AST) -> bool:
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef
    return isinstance(node, kinds) and ast.get_docstring(node) is not None


def test_modules_answer_one_question_each() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}
    assert {path: length for path, length in lengths.items() if length > 300} == {}
    assert statistics.median(lengths.values()) <= 150


def test_pages_lie_in_sections_without_packages() -> None:
    assert [path.name for path in PAGES.glob("*.py")] == ["frame.py"]
    assert list(PAGES.rglob("__init__.py")) == []


def test_map_of_the_package_names_what_exists() -> None:
    """The table in analytics/__init__.py: question, function, SQL file."""
    text = ast.get_docstring(tree(ANALYTICS / "__init__.py")) or ""
    rows = re.findall(r"(\w+)\.(\w+) +(\w+)\.sql$", text, re.M)
    assert rows
    for topic, function, question in rows:
        assert question == f"{topic}_{function}"
        assert question in QUESTIONS
        assert function in functions(ANALYTICS / f"{topic}.py")
