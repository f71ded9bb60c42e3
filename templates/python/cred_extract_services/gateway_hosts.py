# SPDX-License-Identifier: MIT-0
# ruff: noqa
"""Which hosts an HTTP server may be called by, and which pages may call it."""

import ipaddress
from .gateway_settings import ANY, Settings
from typing import Optional, Tuple
from urllib.parse import urlsplit


def is_host_allowed(host: str, allowed: Tuple[str, ...]) -> bool:
    """Tell whether a Host header may be meant: a name could have been rebound to this address."""
    name = _name(f'//{host}')
    if ANY in allowed or name in allowed or host in allowed:
        return True
    return name is not None and (name == 'localhost' or _is_address(name))


def is_origin_allowed(origin: Optional[str], settings: Settings) -> bool:
    """Tell whether a page of this origin may call: one of this machine's, or one that is listed."""
    if origin is None or origin in settings.allowed_origins or ANY in settings.allowed_origins:
        return True
    name = _name(origin)
    if name is None:
        return False
    return name == 'localhost' or name in settings.allowed_hosts or _is_loopback(name)


def _name(url: str) -> Optional[str]:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback
