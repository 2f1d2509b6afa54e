"""A workspace from the command line: see whether it is whole, copy it, bring one back, look anew.

python -m analytics.workspace check --workspace FOLDER
python -m analytics.workspace backup TARGET --workspace FOLDER      (a new folder or a .zip)
python -m analytics.workspace restore SOURCE --workspace FOLDER [--force]
python -m analytics.workspace look --workspace FOLDER      (where the tables lie on Spark)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analytics import cluster
from analytics.errors import DataError
from analytics.opening import numbers
from analytics.workspace import backup as backups
from analytics.workspace.checking import check as checked


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 0 when all is well, 1 with the sentences why not."""
    chosen = _parser().parse_args(arguments)
    try:
        return chosen.run(chosen, Path(chosen.workspace).resolve())
    except DataError as error:
        print(error, file=sys.stderr)
        return 1


def check(chosen: argparse.Namespace, folder: Path) -> int:
    """Reads everything a workspace consists of, and says what is wrong and what to do."""
    found = checked(folder)
    for each in found:
        print(each)
    if not found:
        print(f"{folder} is whole: {len(numbers(folder))} versions")
    return 1 if found else 0


def backup(chosen: argparse.Namespace, folder: Path) -> int:
    """Copies a workspace, also while the app runs, into a new folder or a .zip."""
    print(f"copied to {backups.backup(folder, Path(chosen.target).resolve())}")
    return 0


def restore(chosen: argparse.Namespace, folder: Path) -> int:
    """Brings a backup back, then checks the workspace."""
    done = backups.restore(folder, Path(chosen.source).resolve(), force=chosen.force)
    print(f"version {done.current} is current; brought back: {', '.join(map(str, done.versions))}")
    if done.before is not None:
        print(f"version {done.before}, current before, is kept and can be brought back")
    if done.erased:
        print(f"{done.erased} customers erased since that backup are in it: erase them again")
    return check(chosen, folder)


def look(chosen: argparse.Namespace, folder: Path) -> int:
    """Has a Spark cluster build what a load builds, and makes a version that says what there is."""
    print(f"version {cluster.look(folder)} says what the cluster holds")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analytics.workspace", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(required=True)
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--workspace", required=True, help="folder that holds the data")
    commands.add_parser("check", parents=[shared], help=check.__doc__).set_defaults(run=check)
    backing = commands.add_parser("backup", parents=[shared], help=backup.__doc__)
    backing.add_argument("target", help="a new folder, or a new file whose name ends in .zip")
    backing.set_defaults(run=backup)
    restoring = commands.add_parser("restore", parents=[shared], help=restore.__doc__)
    restoring.add_argument("source", help="a backup made before")
    restoring.add_argument("--force", action="store_true", help="where there is data already")
    restoring.set_defaults(run=restore)
    commands.add_parser("look", parents=[shared], help=look.__doc__).set_defaults(run=look)
    return parser


if __name__ == "__main__":
    sys.exit(main())
