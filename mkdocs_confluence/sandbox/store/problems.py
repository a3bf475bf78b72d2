"""What the store refuses, worded for each face."""

from __future__ import annotations

SERVICE = "com.atlassian.confluence.api.service.exceptions"


class Problem(Exception):
    """A refusal. ``v2`` and ``v1`` word it for the two faces; ``exception`` is the class that Cloud v1 names first."""

    def __init__(self, status: int, v2: str, v1: str = "", *, code: str = "", exception: str = "") -> None:
        super().__init__(v2)
        self.status = status
        self.v2 = v2
        self.v1 = v1 or v2
        self.code = code or CODES.get(status, "BAD_REQUEST")
        self.exception = exception or EXCEPTIONS.get(status, "")


CODES = {
    400: "BAD_REQUEST",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    409: "CONFLICT",
    410: "GONE",
    413: "PAYLOAD_TOO_LARGE",
    429: "TOO_MANY_REQUESTS",
    500: "INTERNAL_SERVER_ERROR",
}
EXCEPTIONS = {
    400: f"{SERVICE}.api.BadRequestException",
    403: f"{SERVICE}.api.PermissionException",
    404: f"{SERVICE}.api.NotFoundException",
    409: f"{SERVICE}.api.ConflictException",
    410: f"{SERVICE}.api.GoneException",
    413: "com.atlassian.confluence.rest.api.exception.RequestEntityTooLargeException",
    501: f"{SERVICE}.api.NotImplementedServiceException",
}


def invalid(text: str, v1: str = "") -> Problem:
    return Problem(400, text, v1)


def no_page(content_id: object) -> Problem:
    return Problem(
        404,
        f"Cannot find a page with id [{content_id}]",
        f"No content found with id: ContentId{{id={content_id}}}",
    )


def no_space(name: object) -> Problem:
    return Problem(404, f"Cannot find a space with id [{name}]", f"No space with key : {name}")


def missing(text: str, v1: str = "") -> Problem:
    return Problem(404, text, v1)


def forbidden(text: str) -> Problem:
    """On Cloud v2 a permission problem is documented as 404; the face turns it."""
    return Problem(403, text)


def title_taken(title: str, key: str, *, datacenter: bool) -> Problem:
    general = "A page with this title already exists: A page already exists with the same TITLE in this space"
    if datacenter:
        general = (
            "A page with this title already exists: A page already exists with the title "
            f"{title} in the space with key {key}"
        )
    return Problem(400, general)


def stale(current: int, given: object) -> Problem:
    return Problem(
        409,
        "Version must be incremented when updating a page. "
        f"Current Version: [{current}]. Provided version: [{given}]",
        f"Version must be incremented on update. Current version is: {current}",
    )


def crowded() -> Problem:
    """Two changes to the order of one parent's children at once."""
    return Problem(
        409,
        "javax.persistence.OptimisticLockException: Batch update returned unexpected row count from update [0]; "
        "actual row count: 0; expected: 1",
    )


def too_large(limit: int) -> Problem:
    return Problem(
        413,
        f"Request too large. Requests for this resource can be at most {limit} bytes",
    )
