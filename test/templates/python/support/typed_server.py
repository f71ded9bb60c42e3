"""Uses of the decorator as a type checker sees them: only the wrong ones may need an ignore."""

from cred_extract_services import TargetAccountId, with_account_context


def format_response(status: str, data: object, message: str) -> object:
    """Answer as some servers do."""
    return {'status': status, 'data': data, 'message': message}


@with_account_context
async def one(a: int, target_account_id: TargetAccountId = None) -> str:
    """Be an async tool."""
    return str(a)


@with_account_context(format_response)
def two(a: int, target_account_id: TargetAccountId = None) -> str:
    """Be a sync tool."""
    return str(a)


async def use() -> str:
    """Call both, rightly."""
    return await one(1) + two(2, '1')


async def misuse() -> str:
    """Call both, wrongly."""
    return await one('1') + two('2')  # type: ignore[arg-type]
