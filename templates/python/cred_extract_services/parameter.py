# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The tool parameter: its type, its JSON schema, and how its value is read."""

from .exceptions import AccountNotFoundError
from pydantic import BeforeValidator, Field, WithJsonSchema
from typing import Annotated, Any, Dict, Optional


PARAMETER = 'target_account_id'
DESCRIPTION = 'Target AWS account ID. If not provided, use default credentials.'
ACCOUNT_ID_DIGITS = 12


def parameter_schema() -> Dict[str, Any]:
    """Return a fresh JSON schema of the parameter, without the anyOf that gateways can't read."""
    return {'type': 'string', 'description': DESCRIPTION}


def pad_number(value: Any) -> Any:
    """Give a number back the leading zeros that JSON took from it; leave all else alone."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value).zfill(ACCOUNT_ID_DIGITS)
    return value


def _drop_default(schema: Dict[str, Any]) -> None:
    """Take the default, null, out of a schema whose type is no null."""
    schema.pop('default', None)


TargetAccountId = Annotated[
    Optional[str],
    BeforeValidator(pad_number),
    WithJsonSchema(parameter_schema()),
    Field(json_schema_extra=_drop_default),
]


def read_account_id(value: Any) -> Optional[str]:
    """Return the account id that a call asks for, or None for the default account.

    Args:
        value: what the caller sent: text, a number, or nothing. An empty text is nothing.

    Raises:
        AccountNotFoundError: if it isn't an account id. What was sent isn't repeated: it may
            be anything at all.
    """
    text = pad_number(value)
    if text is None or text == '':
        return None
    if isinstance(text, str) and text.isascii() and text.isdigit():
        if len(text) == ACCOUNT_ID_DIGITS:
            return text
    raise AccountNotFoundError('the value sent is not a 12-digit account id')
