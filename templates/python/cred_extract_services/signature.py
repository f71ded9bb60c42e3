# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Read and keep the signature of a tool, which is the tool's contract with its clients."""

import inspect
from .parameter import PARAMETER
from typing import Any, Callable, Dict, Iterator, Tuple


Getter = Callable[[Tuple[Any, ...], Dict[str, Any]], Any]


def resolved_signature(tool: Callable[..., Any]) -> inspect.Signature:
    """Return the signature with its annotations as objects, not as text.

    Older MCP libraries resolve text in the wrapper's own module, where the names are unknown.
    Annotations that can't be resolved stay as they are.
    """
    try:
        return inspect.signature(tool, eval_str=True)
    except Exception:
        return inspect.signature(tool)


def set_signature(wrapper: Any, signature: inspect.Signature) -> None:
    """Give a wrapper the signature of what it wraps, for all the ways to ask for it."""
    wrapper.__dict__ = _Attributes(wrapper.__dict__)
    wrapper.__signature__ = signature
    annotations = {
        name: parameter.annotation
        for name, parameter in signature.parameters.items()
        if parameter.annotation is not inspect.Parameter.empty
    }
    if signature.return_annotation is not inspect.Signature.empty:
        annotations['return'] = signature.return_annotation
    wrapper.__annotations__ = annotations
    wrapper.__kwdefaults__ = _defaults(signature)


class _Attributes(Dict[str, Any]):
    """A function's attributes, of which those about its signature are not copied to a wrapper.

    `functools.wraps(object.method)` copies the attributes of the function behind the method. Its
    signature begins with `self`, which a method's does not: the copy would show clients a tool
    with an argument `self`. A wrapper without a copy is asked what it wraps, the method.
    """

    def __iter__(self) -> Iterator[str]:
        return (name for name in super().__iter__() if name != '__signature__')

    def keys(self) -> Any:
        return list(self)


def _defaults(signature: inspect.Signature) -> Dict[str, Any]:
    """Return the defaults as `typing.get_type_hints` looks for them on the function itself.

    Before Python 3.11 it wraps what has the default None in another Optional, and schemas made
    from it would lose that. Our own parameter is left out: it must stay a plain string.
    """
    return {
        name: parameter.default
        for name, parameter in signature.parameters.items()
        if parameter.default is not inspect.Parameter.empty and name != PARAMETER
    }


def parameter_getter(signature: inspect.Signature) -> Getter:
    """Return a function that finds the account in a call's arguments, by name or by position.

    `Signature.bind` does the same, but costs more than all the rest of a call.
    """
    parameter = signature.parameters[PARAMETER]
    index = list(signature.parameters).index(PARAMETER)
    by_position = parameter.kind is not inspect.Parameter.KEYWORD_ONLY
    default = None if parameter.default is inspect.Parameter.empty else parameter.default

    def get(args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
        if PARAMETER in kwargs:
            return kwargs[PARAMETER]
        return args[index] if by_position and len(args) > index else default

    return get
