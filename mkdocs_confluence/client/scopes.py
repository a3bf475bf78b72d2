"""Which scope a Cloud token needs for which call (scopes as the vendor's specifications list them per operation)."""

from __future__ import annotations

import re

from .wire import Request

_SCOPES = (
    ("GET", r"/api/v2/spaces/[^/]+/pages", "read:page:confluence"),
    ("GET", r"/api/v2/spaces", "read:space:confluence"),
    ("GET", r"/api/v2/pages/[^/]+/(direct-children|descendants)", "read:hierarchical-content:confluence"),
    ("GET", r"/api/v2/folders/[^/]+/descendants", "read:hierarchical-content:confluence"),
    ("GET", r"/api/v2/pages/[^/]+/attachments", "read:attachment:confluence"),
    ("GET", r"/api/v2/pages/[^/]+/inline-comments", "read:comment:confluence"),
    ("GET", r"/api/v2/pages", "read:page:confluence"),
    ("DELETE", r"/api/v2/pages/[^/]+$", "delete:page:confluence"),
    ("DELETE", r"/api/v2/attachments", "delete:attachment:confluence"),
    (".*", r"/api/v2/pages", "write:page:confluence"),
    ("POST", r"/rest/api/content/[^/]+/child/attachment", "write:confluence-file"),
    (".*", r"/rest/api/content/", "write:confluence-content"),
    ("GET", r"/rest/api/longtask", "read:confluence-space.summary"),
    ("GET", r"/rest/api/user", "read:confluence-user"),
)


def scope_for(request: Request) -> str:
    """The scope of a call, or an empty string where none is known."""
    for method, path, scope in _SCOPES:
        if re.fullmatch(method, request.method) and re.match(path, request.path):
            return scope
    return ""
