# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Rewrite every tools/list answer of this process for gateways that cannot read all of JSON Schema.

Pydantic writes an optional parameter as `anyOf: [T, null]` and a nested model as `$ref`. Behind an
AgentCore Gateway the first loses its type, so that callers send text for numbers, and the second is
refused. The answer is rewritten where it leaves the server; the server itself goes on checking
arguments against its own schemas, null included, so no tool changes.

What is rewritten is what keeps its meaning:

- `$ref` is replaced by what it points to. Where a schema contains itself, the inner one keeps only
  its type and its description.
- An optional property that may also be null, and has no default but null, loses the null: leaving
  the property out says the same. A required one keeps it, and so do array items.
- Output schemas only get their `$ref` replaced: clients check answers, which may hold null, by them.
"""

import importlib
from typing import Any, Awaitable, Callable, Dict, Tuple
from urllib.parse import unquote


Schema = Any
"""A JSON Schema: a dict, a bool, or what is found inside one."""

MAX_NODES = 20_000
ANNOTATIONS = ('title', 'description', 'default', 'examples', 'deprecated')
# Keywords whose value is a map of names to schemas; a name in them is not a keyword.
SCHEMA_MAPS = ('properties', 'patternProperties', 'dependentSchemas')
# Keywords whose value is data, in which nothing is a schema.
DATA = ('default', 'const', 'enum', 'examples', 'required')
DEFINITIONS = ('$defs', 'definitions')


def flatten_tool_lists() -> None:
    """Hook the MCP library, if one is installed. Call it once, before a server object is made."""
    try:
        server_class = importlib.import_module('mcp.server.lowlevel.server').Server
    except ModuleNotFoundError:
        return
    if hasattr(server_class, 'streamable_http_app'):
        _flatten_in_mcp_2(server_class)
    else:
        _flatten_in_mcp_1(importlib.import_module('mcp.shared.session').BaseSession)


def _flatten_in_mcp_1(session_class: Any) -> None:
    """Every answer, of fastmcp 3 and of low-level servers too, goes out through this method.

    Not the handler of tools/list: mcp checks arguments and results against what that returns.
    """
    types = importlib.import_module('mcp.types')
    send = session_class._send_response

    async def send_response(self: Any, request_id: Any, response: Any) -> None:
        result = getattr(response, 'root', response)
        if isinstance(result, types.ListToolsResult):
            answer = _flatten_answer(_to_wire(result))
            response = types.ServerResult(types.ListToolsResult.model_validate(answer))
        await send(self, request_id, response)

    session_class._send_response = send_response


def _flatten_in_mcp_2(server_class: Any) -> None:
    """The outermost middleware of every server, fastmcp 4's included."""
    create = server_class.__init__

    async def flatten(context: Any, call_next: Callable[[Any], Awaitable[Any]]) -> Any:
        result = await call_next(context)
        return _flatten_answer(_to_wire(result)) if context.method == 'tools/list' else result

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        create(self, *args, **kwargs)
        self.middleware.insert(0, flatten)

    server_class.__init__ = __init__


def _to_wire(result: Any) -> Any:
    return (
        result
        if isinstance(result, dict)
        else result.model_dump(by_alias=True, mode='json', exclude_none=True)
    )


def _flatten_answer(answer: Dict[str, Any]) -> Dict[str, Any]:
    return {**answer, 'tools': [_flatten_tool(tool) for tool in answer.get('tools', [])]}


def _flatten_tool(tool: Dict[str, Any]) -> Dict[str, Any]:
    flat = {**tool, 'inputSchema': flatten_input_schema(tool.get('inputSchema'))}
    if 'outputSchema' in tool:
        flat['outputSchema'] = inline_references(tool['outputSchema'])
    return flat


def flatten_input_schema(schema: Schema) -> Schema:
    """The schema of a tool's arguments without `$ref` and without null in optional properties.

    The argument is left as it is. A schema that would grow beyond MAX_NODES is returned unchanged.
    """
    return _drop_nulls(inline_references(schema))


def inline_references(schema: Schema) -> Schema:
    """The schema with each local `$ref` replaced by what it points to."""
    try:
        return _Inliner(schema).inline(schema, ())
    except _TooLargeError:
        return schema


class _TooLargeError(Exception):
    """Definitions that use each other many times over can double in size at every step."""


class _Inliner:
    """Carries the root, to look references up in, and the number of nodes written so far."""

    def __init__(self, root: Schema) -> None:
        self.root = root
        self.nodes = 0

    def inline(self, node: Schema, inside: Tuple[str, ...]) -> Schema:
        """A copy of the node without references; `inside` are those being replaced around it."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _TooLargeError
        if not isinstance(node, dict):
            return node
        copy = _map_parts(node, lambda part: self.inline(part, inside))
        rest = {key: value for key, value in copy.items() if key not in DEFINITIONS}
        reference = node.get('$ref')
        if not isinstance(reference, str) or not reference.startswith('#'):
            return rest
        del rest['$ref']
        return _merge(self._target(reference, inside), rest)

    def _target(self, reference: str, inside: Tuple[str, ...]) -> Schema:
        target = _look_up(self.root, reference)
        if reference not in inside:
            return self.inline(target, (*inside, reference))
        if not isinstance(target, dict):
            return target
        return {key: target[key] for key in ('type', 'description') if key in target}


def _map_parts(node: Dict[str, Schema], change: Callable[[Schema], Schema]) -> Dict[str, Schema]:
    """A copy of a schema in which each schema directly inside it is changed."""
    return {key: _map_part(key, value, change) for key, value in node.items()}


def _map_part(key: str, value: Schema, change: Callable[[Schema], Schema]) -> Schema:
    if key in DATA or key in DEFINITIONS:
        return value
    if key in SCHEMA_MAPS and isinstance(value, dict):
        return {name: change(part) for name, part in value.items()}
    if isinstance(value, list):
        return [change(part) for part in value]
    return change(value)


def _look_up(root: Schema, reference: str) -> Schema:
    """What a local reference such as `#/$defs/Filter` points to; an empty schema if nothing."""
    node = root
    for step in reference[1:].split('/')[1:]:
        name = unquote(step).replace('~1', '/').replace('~0', '~')
        if isinstance(node, list) and name.isdecimal() and int(name) < len(node):
            node = node[int(name)]
        elif isinstance(node, dict) and name in node:
            node = node[name]
        else:
            return {}
    return node


def _merge(target: Schema, siblings: Dict[str, Schema]) -> Schema:
    """Both at once: the siblings' annotations win, any other clash is kept as `allOf`."""
    if not siblings:
        return target
    if not isinstance(target, dict):
        return {'allOf': [target], **siblings}
    if any(key in target and key not in ANNOTATIONS for key in siblings):
        return {'allOf': [target], **siblings}
    return {**target, **siblings}


def _drop_nulls(node: Schema) -> Schema:
    """The node with null taken out of its optional properties, at every depth."""
    if not isinstance(node, dict):
        return node
    copy = _map_parts(node, _drop_nulls)
    required = copy.get('required') or []
    if isinstance(copy.get('properties'), dict):
        copy['properties'] = {
            name: part if name in required else _without_null(part)
            for name, part in copy['properties'].items()
        }
    return copy


def _without_null(schema: Schema) -> Schema:
    """The schema of an optional property, less its null and its default of null."""
    if not isinstance(schema, dict) or schema.get('default') is not None:
        return schema
    kept = {key: value for key, value in schema.items() if key != 'default'}
    for union in ('anyOf', 'oneOf'):
        if {'type': 'null'} in (kept.get(union) or []):
            return _without_null_branch(kept, union)
    types = kept.get('type')
    if isinstance(types, list) and 'null' in types:
        rest = [name for name in types if name != 'null']
        kept['type'] = rest[0] if len(rest) == 1 else rest
        if isinstance(kept.get('enum'), list):
            kept['enum'] = [value for value in kept['enum'] if value is not None]
        return kept
    return schema


def _without_null_branch(schema: Dict[str, Schema], union: str) -> Schema:
    branches = [branch for branch in schema[union] if branch != {'type': 'null'}]
    if len(branches) != 1:
        return {**schema, union: branches}
    return _merge(branches[0], {key: value for key, value in schema.items() if key != union})
