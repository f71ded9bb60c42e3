# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""The connections to the account database: one pool, made when it is first needed."""

import os
import threading
from .database_url import database_url
from .settings import timeout_seconds
from pathlib import Path
from sqlalchemy import URL, Engine, create_engine
from typing import Any, Dict, Optional


POOL_SIZE = 5
POOL_OVERFLOW = 5
RECYCLE_SECONDS = 1800
LOOPBACK = ('localhost', '127.0.0.1', '::1')

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


def _begin_after_fork() -> None:
    global _lock
    _lock = threading.Lock()
    reset_engine()


if hasattr(os, 'register_at_fork'):
    # Connections can't be shared with a fork, and another thread may have held the lock.
    os.register_at_fork(after_in_child=_begin_after_fork)


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
                **_encryption(url),
            },
        )
    return create_engine(url, **options)


def _encryption(url: URL) -> Dict[str, str]:
    """Return how to encrypt the connection where neither the URL nor libpq's environment says it.

    A password goes over the network: only to the server that the certificate names, then. With
    RDS, `sslrootcert` must name Amazon's certificates, global-bundle.pem of
    https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem.
    """
    host = url.host or str(url.query.get('host') or '')
    is_local = not host or host.startswith('/') or host in LOOPBACK
    if is_local or 'sslmode' in url.query or os.environ.get('PGSSLMODE'):
        return {}
    is_named = 'sslrootcert' in url.query or os.environ.get('PGSSLROOTCERT')
    if is_named or (Path.home() / '.postgresql' / 'root.crt').exists():
        return {'sslmode': 'verify-full'}
    # Those of the system; libpq knows the word since version 16.
    return {'sslmode': 'verify-full', 'sslrootcert': 'system'}
