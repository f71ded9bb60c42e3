"""The wrapper keeps what a tool is, and takes the account however the call gives it."""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
import pytest
from conftest import A, B
from cred_extract_services import (
    TargetAccountId,
    _setup_account_context,
    _setup_account_context_sync,
    account_cache_key,
    with_account_context,
    with_account_parameter,
)
from cred_extract_services.accounts import TargetAccountId as SameAnnotation
from pydantic import TypeAdapter
from typing import Any, AsyncIterator, Callable, Dict, Iterator, Optional


pytestmark = pytest.mark.usefixtures('aws')


@with_account_context
def tool(first: int, target_account_id: TargetAccountId = None, last: str = 'x') -> str:
    """Say which account it is."""
    return f'{first} {target_account_id} {last} {account_cache_key()}'


def test_the_account_is_taken_by_name_by_position_and_by_default() -> None:
    assert tool(1) == '1 None x default'
    assert tool(1, A) == f'1 {A} x {A}'
    assert tool(1, A, 'y') == f'1 {A} y {A}'
    assert tool(1, last='z', target_account_id=A) == f'1 {A} z {A}'
    assert tool(1, int(A)).endswith(A)  # type: ignore[arg-type]
    assert tool(1, '') == '1  x default'


def test_defaults_are_where_get_type_hints_looks_for_them() -> None:
    # Before Python 3.11 it makes another Optional of what has the default None there.
    assert tool.__kwdefaults__ == {'last': 'x'}


def test_the_tools_identity_and_resolved_signature_are_kept() -> None:
    assert tool.__name__ == 'tool'
    assert tool.__doc__ == 'Say which account it is.'
    parameters = inspect.signature(tool).parameters
    assert list(parameters) == ['first', 'target_account_id', 'last']
    assert parameters['first'].annotation is int
    assert parameters['target_account_id'].annotation is SameAnnotation
    assert tool.__annotations__['return'] is str
    assert not inspect.iscoroutinefunction(tool)


def test_annotations_that_cannot_be_resolved_stay() -> None:
    class Local:
        """Unknown to the module."""

    @with_account_context
    def local(it: Local, target_account_id: TargetAccountId = None):  # type: ignore[no-untyped-def]
        return it

    assert inspect.signature(local).parameters['it'].annotation == 'Local'
    assert local(1) == 1


def test_a_wrapper_of_a_bound_method_has_no_self() -> None:
    class Tools:
        """Tools as methods."""

        @with_account_context
        async def method(self, first: int, target_account_id: TargetAccountId = None) -> str:
            return account_cache_key()

    def logged(function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            return await function(*args, **kwargs)

        return wrapper

    of_method = logged(Tools().method)
    signature = inspect.signature(of_method)
    assert list(signature.parameters) == ['first', 'target_account_id']
    assert signature.parameters['first'].annotation is int
    assert asyncio.run(of_method(1, target_account_id=A)) == A
    assert list(inspect.signature(logged(Tools.method)).parameters)[0] == 'self'


def test_keyword_only_and_methods() -> None:
    class Tools:
        """Tools as methods."""

        @with_account_context
        async def method(self, *, target_account_id: TargetAccountId = None) -> str:
            return account_cache_key()

        @staticmethod
        @with_account_context
        def static(target_account_id: TargetAccountId = None) -> str:
            return account_cache_key()

    assert asyncio.run(Tools().method(target_account_id=A)) == A
    assert Tools.static(A) == A
    assert inspect.iscoroutinefunction(Tools.method)


def test_generators_run_to_their_end_in_the_account() -> None:
    @with_account_context
    def sync(target_account_id: TargetAccountId = None) -> Iterator[str]:
        yield account_cache_key()

    @with_account_context
    async def asynchronous(target_account_id: TargetAccountId = None) -> AsyncIterator[str]:
        yield account_cache_key()

    assert sync(A) == [A]
    assert asyncio.run(asynchronous(B)) == [B]  # type: ignore[arg-type]


def test_a_tool_called_by_a_tool_inherits_or_names_its_own() -> None:
    @with_account_context
    def outer(inner: Optional[str], target_account_id: TargetAccountId = None) -> str:
        return f'{tool(1, inner)} {account_cache_key()}'

    assert outer(None, A) == f'1 None x {A} {A}'
    assert outer(B, A) == f'1 {B} x {B} {A}'
    assert account_cache_key() == 'default'


def test_the_account_is_reset_when_the_tool_raises() -> None:
    @with_account_context
    def failing(target_account_id: TargetAccountId = None) -> None:
        raise ValueError(account_cache_key())

    with pytest.raises(ValueError, match=A):
        failing(A)
    assert account_cache_key() == 'default'


def test_a_direct_call_of_the_server_leaves_no_account_to_the_next() -> None:
    """As servers' own tests do it: both calls run in one context."""
    from mcp.server.fastmcp import FastMCP

    server = FastMCP('direct')

    @server.tool()
    async def asynchronous(target_account_id: TargetAccountId = None) -> str:
        await _setup_account_context(target_account_id)
        return account_cache_key()

    @server.tool()
    def sync(target_account_id: TargetAccountId = None) -> str:
        _setup_account_context_sync(target_account_id)
        return account_cache_key()

    server.tool()(tool)

    async def calls() -> None:
        for name in ('asynchronous', 'sync'):
            assert A in str(await server.call_tool(name, {'target_account_id': A}))
            assert 'default' in str(await server.call_tool(name, {}))
        with pytest.raises(Exception, match='^{"status": "error"'):
            await server.call_tool('tool', {'first': 1, 'target_account_id': '9' * 12})
        with pytest.raises(Exception, match='Error executing tool tool'):
            await server.call_tool('tool', {'first': 'x'})

    asyncio.run(calls())


def test_what_cannot_be_wrapped_is_refused_at_once() -> None:
    def no_parameter(first: int) -> None: ...

    def formats(status: str, data: Dict[str, Any], message: str) -> None: ...

    async def formats_async(status: str, data: Dict[str, Any], message: str) -> None: ...

    for wrong in (no_parameter, formats_async):
        with pytest.raises(TypeError):
            with_account_context(wrong)
    with pytest.raises(TypeError, match='target_account_id'):
        with_account_context(formats)(no_parameter)


def test_the_parameter_takes_text_numbers_and_nothing() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(TargetAccountId)
    assert adapter.validate_python(11111111111) == A
    assert adapter.validate_python(A) == A
    assert adapter.validate_python(None) is None
    with pytest.raises(ValueError):
        adapter.validate_python(True)


def test_a_lambda_handler_lists_the_parameter_as_optional(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handler_module = pytest.importorskip('awslabs.mcp_lambda_handler')
    monkeypatch.setenv('ALLOWED_TARGET_ACCOUNTS', '*')
    handler = handler_module.MCPLambdaHandler(name='inventory')

    @handler.tool()  # type: ignore[untyped-decorator]
    @with_account_context
    def whoami(prefix: str, target_account_id: TargetAccountId = None) -> str:
        return f'{prefix}{account_cache_key()}'

    def ask(method: str, **params: Any) -> Any:
        message = {'jsonrpc': '2.0', 'id': 1, 'method': method, 'params': params}
        headers = {'content-type': 'application/json'}
        event = {'httpMethod': 'POST', 'headers': headers, 'body': json.dumps(message)}
        return json.loads(handler.handle_request(event, None)['body'])['result']

    (listed,) = ask('tools/list')['tools']
    assert listed['inputSchema']['required'] == ['prefix']
    assert listed['inputSchema']['properties']['target_account_id'] == {
        'type': 'string',
        'description': 'Target AWS account ID. If not provided, use default credentials.',
    }
    for target in ({}, {'target_account_id': A}):
        answer = ask('tools/call', name='whoami', arguments={'prefix': 'as ', **target})
        assert answer['content'][0]['text'] == f'as {target.get("target_account_id", "default")}'


def generated(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function a signature that is made at run time, as generators of tools do."""
    name = inspect.Parameter('name', inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=str)
    function.__signature__ = inspect.Signature([name])  # type: ignore[attr-defined]
    return function


def test_a_generated_signature_is_given_the_parameter() -> None:
    def operation(**kwargs: Any) -> str:
        """Do it."""
        return f'{kwargs} {account_cache_key()}'

    given = with_account_parameter(generated(operation))
    parameters = inspect.signature(given).parameters
    assert list(parameters) == ['name', 'target_account_id']
    assert parameters['target_account_id'].annotation is SameAnnotation
    assert (given.__name__, given.__doc__) == ('operation', 'Do it.')
    assert given(name='n') == "{'name': 'n'} default"
    assert given(name='n', target_account_id=A) == f"{{'name': 'n'}} {A}"
    with pytest.raises(Exception, match='account_not_found'):
        given(name='n', target_account_id='no account')
    assert list(inspect.signature(operation).parameters) == ['name']


def test_an_async_function_with_a_generated_signature_stays_async() -> None:
    async def operation(*args: Any, **kwargs: Any) -> str:
        return f'{args} {kwargs} {account_cache_key()}'

    given = with_account_parameter(generated(operation))
    assert inspect.iscoroutinefunction(given)
    assert asyncio.run(given('n', target_account_id=A)) == f"('n',) {{}} {A}"


def test_the_parameter_stands_before_any_keyword_arguments() -> None:
    def operation(first: int, **others: Any) -> str:
        return f'{first} {others} {account_cache_key()}'

    given = with_account_parameter(operation)
    assert list(inspect.signature(given).parameters) == ['first', 'target_account_id', 'others']
    assert given(1, more=2, target_account_id=B) == f"1 {{'more': 2}} {B}"


def test_what_takes_the_account_is_not_wrapped_twice() -> None:
    assert with_account_parameter(tool) is tool

    def own(target_account_id: TargetAccountId = None) -> str:
        return f'{target_account_id} {account_cache_key()}'

    assert with_account_parameter(own)(A) == f'{A} {A}'
