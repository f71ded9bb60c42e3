#!/usr/bin/env python3
"""Counts the tools of Python MCP servers with Python's own parser, to compare with what the product finds.

It knows nothing of the product and works the other way round. The product starts at a registration and
resolves what it means; this starts at the functions and asks of each whether its name is registered
somewhere, by simple rules that hold for the servers counted, and that a reader can check by hand.

Usage: count_python_tools.py FOLDER_OF_SERVERS [--names]
Prints one JSON object: server -> {"tools": n, "unfollowed": n} or, with --names, the tools' places.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

GENERATORS = {"from_openapi", "from_fastapi", "as_proxy", "create_proxy"}


class Server:
    """The modules of one server, and what is registered in them by name."""

    def __init__(self, root: Path) -> None:
        self.trees: dict[Path, ast.Module] = {}
        for path in sorted(root.rglob("*.py")):
            if is_test(path, root):
                continue
            self.trees[path] = ast.parse(path.read_text(encoding="utf-8"))
        self.helpers = {helper for tree in self.trees.values() for helper in helpers_in(tree)}
        self.found: set[tuple[str, int]] = set()
        self.unfollowed = 0

    def count(self) -> Server:
        for path, tree in self.trees.items():
            Counter(self, path, tree).visit(tree)
        return self

    def function(self, name: str, module: str | None = None) -> None:
        """Notes the module-level function of this name (in files of this stem, when one is given)."""
        for path, tree in self.trees.items():
            if module is not None and module not in (path.stem, path.parent.name):
                continue
            for node in tree.body:
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
                    self.note(path, node)
                    return
        self.unfollowed += 1

    def note(self, path: Path, node: ast.AST) -> None:
        self.found.add((str(path), node.lineno))


def is_test(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    if "tests" in parts[:-1] or "test" in parts[:-1] or ".venv" in parts:
        return True
    return path.name.startswith("test_") and "pytest" in path.read_text(encoding="utf-8")


def helpers_in(tree: ast.Module) -> set[str]:
    """Functions such as `audited_tool(mcp, name)` whose inner decorator registers what it is given."""
    found = set()
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        inner = [child for child in node.body if isinstance(child, ast.FunctionDef)]
        if any("wraps" in ast.dump(child) and is_registration_text(child) for child in inner):
            found.add(node.name)
    return found


def is_registration_text(node: ast.AST) -> bool:
    return re.search(r"\.tool\(", ast.unparse(node)) is not None


class Counter(ast.NodeVisitor):
    """Walks one module and notes the functions that are registered there."""

    def __init__(self, server: Server, path: Path, tree: ast.Module) -> None:
        self.server, self.path, self.tree = server, path, tree
        self.classes: list[ast.ClassDef] = []
        self.functions: list[ast.AST] = []
        self.imported = imports_of(tree)
        self.low_level = low_level_handlers(tree)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.classes.append(node)
        self.generic_visit(node)
        self.classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for decorator in node.decorator_list:
            target = decorator.func if isinstance(decorator, ast.Call) else decorator
            if is_tool_attribute(target):
                self.server.note(self.path, node)
        if node.name in self.low_level:
            self.server.unfollowed += sum(is_tool_literal(child) for child in ast.walk(node))
        self.functions.append(node)
        self.generic_visit(node)
        self.functions.pop()

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815

    def visit_Call(self, node: ast.Call) -> None:
        self.registered(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in GENERATORS:
            self.server.unfollowed += 1
        self.generic_visit(node)

    def registered(self, node: ast.Call) -> None:
        func = node.func
        if isinstance(func, ast.Call) and node.args:
            inner = func.func
            if is_tool_attribute(inner) and not self.in_helper():
                self.value(node.args[0])
            elif isinstance(inner, ast.Name) and inner.id in self.server.helpers:
                self.value(node.args[0])
        elif is_tool_attribute(func) and node.args and not isinstance(node.args[0], ast.Constant):
            self.value(node.args[0])
        elif isinstance(func, ast.Attribute) and func.attr == "from_function" and is_tool_class(func):
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            self.value(given["fn"] if "fn" in given else node.args[0])
        elif isinstance(func, ast.Attribute) and func.attr == "add_tool" and node.args:
            if not (isinstance(node.args[0], ast.Attribute) and node.args[0].attr == "fn"):
                self.value(node.args[0])

    def in_helper(self) -> bool:
        return any(getattr(each, "name", "") in self.server.helpers for each in self.functions)

    def value(self, node: ast.expr) -> None:
        """Notes the function that a registered expression stands for."""
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "self" and self.classes:
                return self.method(node.attr)
            return self.server.function(node.attr, self.imported.get(node.value.id, node.value.id))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr":
            return self.reflected()
        if isinstance(node, ast.Name):
            return self.name(node.id)
        self.server.unfollowed += 1

    def method(self, name: str) -> None:
        for child in self.classes[-1].body:
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and child.name == name:
                return self.server.note(self.path, child)
        self.server.unfollowed += 1

    def name(self, name: str) -> None:
        """A local function that is not given a signature at run time, or an imported one."""
        if self.functions:
            for child in ast.walk(self.functions[0]):
                if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)) and child.name == name:
                    return self.server.note(self.path, child)
        self.server.function(self.imported.get(name, name))

    def reflected(self) -> None:
        """`getattr(module, name)` over `__all__`: every name of every `__all__` of the packages imported here."""
        for module in self.imported.values():
            for path, tree in self.server.trees.items():
                if path.parent.name == module and path.stem == "__init__" or path.stem == module:
                    for name in exported(tree):
                        self.server.function(name)


def imports_of(tree: ast.Module) -> dict[str, str]:
    """Local names to the names they were imported under."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                found[alias.asname or alias.name] = alias.name.split(".")[-1]
    return found


def exported(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return [element.value for element in node.value.elts]
    return []


def low_level_handlers(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if any(ast.unparse(each).endswith(".list_tools()") for each in node.decorator_list):
                found.add(node.name)
    return found


def is_tool_attribute(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "tool"


def is_tool_class(node: ast.Attribute) -> bool:
    return getattr(node.value, "id", "") == "Tool"


def is_tool_literal(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Tool"


def main() -> None:
    folder = Path(sys.argv[1])
    report: dict[str, object] = defaultdict(dict)
    for root in sorted(path for path in folder.iterdir() if path.is_dir()):
        server = Server(root).count()
        if "--names" in sys.argv:
            report[root.name] = sorted(f"{Path(p).relative_to(root)}:{n}" for p, n in server.found)
        else:
            report[root.name] = {"tools": len(server.found), "unfollowed": server.unfollowed}
    json.dump(report, sys.stdout, indent=2)


if __name__ == "__main__":
    main()
