# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The connections to the account database: one pool, made when it is first needed."""

import threading
from .database_url import database_url
from .settings import timeout_seconds
from sqlalchemy import Engine, create_engine
from typing import Any, Dict, Optional


POOL_SIZE = 5
POOL_OVERFLOW = 5
RECYCLE_SECONDS = 1800

_lock = threading.Lock()
_engine: Optional[Engine] = None


def get_engine() -> Engine:
    """Return the engine with its pool.

    Raises:
        DatabaseConnectionError: if the database's URL or secret can't be read.
    """
    global _engine
    with _lock:
        if _engine is None:
            _engine = _make_engine()
        return _engine


def reset_engine() -> None:
    """Forget the engine and its connections, without waiting for those in use."""
    global _engine
    with _lock:
        engine, _engine = _engine, None
    if engine is not None:
        engine.dispose(close=False)


def _make_engine() -> Engine:
    url = database_url()
    options: Dict[str, Any] = {'hide_parameters': True}
    limit = timeout_seconds()
    if url.get_backend_name() == 'postgresql':
        options.update(
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_timeout=limit,
            pool_recycle=RECYCLE_SECONDS,
            pool_pre_ping=True,
            connect_args={
                'connect_timeout': max(2, int(limit)),
                # A network that swallows packets is noticed within the limit, too (Linux).
                'tcp_user_timeout': int(limit * 1000),
            },
        )
    return create_engine(url, **options)
