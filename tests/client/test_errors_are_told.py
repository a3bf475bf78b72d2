"""Every error shape of both APIs, of the gateway and of what stands in between becomes an error that says what to do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import pytest
from canned import Canned, Reply, Seen, client_for

from mkdocs_confluence import errors
from mkdocs_confluence.model import Credentials, Flavor
from mkdocs_confluence.remote import RemotePage

JAVA = "com.atlassian.confluence.api.service.exceptions.api.BadRequestException: "


def v2(status: int, title: str, detail: str | None = None) -> dict[str, object]:
    return {"errors": [{"status": str(status), "code": "X", "title": title, "detail": detail}]}


def v1(status: int, message: str) -> dict[str, object]:
    data = {"authorized": True, "valid": True, "errors": [], "successful": True}
    return {"statusCode": status, "data": data, "message": message}


def dc(status: int, message: str, translation: str = "") -> dict[str, object]:
    rows = [{"message": {"translation": translation, "args": []}}] if translation else []
    data = {"authorized": False, "valid": True, "allowedInReadOnlyMode": True, "errors": rows}
    return {"statusCode": status, "data": data, "message": message, "reason": "Bad Request"}


@dataclass(frozen=True)
class Case:
    name: str
    reply: Reply
    kind: type[errors.ServerError]
    words: str
    """Part of the message and hint, in lower case."""
    flavor: Flavor = "cloud"
    headers: dict[str, str] = field(default_factory=dict)


XHTML = (
    "Error parsing xhtml: Unexpected close tag </br>; expected </p>.\n at [row,col {unknown-source}]: [11,7]"
)
CASES = [
    Case(
        "title v2",
        Reply(
            v2(
                400,
                "A page with this title already exists: A page already exists with the same TITLE in this space",
            ),
            400,
        ),
        errors.TitleTaken,
        "another page of the space has the title",
    ),
    Case(
        "title v1",
        Reply(
            v1(
                400,
                JAVA
                + "A page with this title already exists: A page already exists with the same TITLE in this space",
            ),
            400,
        ),
        errors.TitleTaken,
        "has the title",
    ),
    Case(
        "title dc",
        Reply(
            dc(
                400,
                "A page with this title already exists: A page already exists with the title Install in the space with key DOCS",
            ),
            400,
        ),
        errors.TitleTaken,
        "install",
        "datacenter",
    ),
    Case(
        "title dc as 500",
        Reply(dc(500, "A page with this title already exists"), 500),
        errors.TitleTaken,
        "hidden from this account",
        "datacenter",
    ),
    Case(
        "markup dc",
        Reply(dc(400, XHTML), 400),
        errors.Malformed,
        "at row 11, column 7: unexpected close tag </br>; expected </p>.",
        "datacenter",
    ),
    Case("markup in data.errors", Reply(dc(400, "", XHTML), 400), errors.Malformed, "row 11", "datacenter"),
    Case("markup v2", Reply(v2(400, XHTML), 400), errors.Malformed, "row 11"),
    Case(
        "markup v1 with class",
        Reply(v1(400, "com.atlassian.confluence.api.service.exceptions.BadRequestException: " + XHTML), 400),
        errors.Malformed,
        "refuses the body of the page “install”",
    ),
    Case(
        "entity",
        Reply(v2(400, 'Undeclared general entity "foo"'), 400),
        errors.Malformed,
        "undeclared general entity",
    ),
    Case(
        "cdata", Reply(dc(400, "CDATA block has embedded ]]>"), 400), errors.Malformed, "cdata", "datacenter"
    ),
    Case(
        "body too large",
        Reply(v2(413, "Request too large. Requests for this resource can be at most 5242880 bytes"), 413),
        errors.TooLarge,
        "5242880",
    ),
    Case(
        "body too large as 400",
        Reply(dc(400, "RequestEntityTooLargeException: too much"), 400),
        errors.TooLarge,
        "too large",
        "datacenter",
    ),
    Case(
        "scope",
        Reply({"code": 401, "message": "Unauthorized; scope does not match"}, 401),
        errors.OutOfScope,
        "write:page:confluence",
    ),
    Case(
        "not permitted to use",
        Reply(v1(403, "Current user not permitted to use Confluence"), 403),
        errors.Unauthorized,
        "credentials",
    ),
    Case(
        "cannot access",
        Reply(
            v1(
                403,
                'com.atlassian.confluence.mvc.rest.common.exception.StacklessResponseStatusException: 403 FORBIDDEN "Request rejected because caller cannot access Confluence"',
            ),
            403,
        ),
        errors.Unauthorized,
        "does not accept the credentials",
    ),
    Case(
        "connect token",
        Reply({"error": "Failed to parse Connect Session Auth Token"}, 403),
        errors.Unauthorized,
        "credentials",
    ),
    Case(
        "tomcat",
        Reply("<!doctype html><html><head><title>HTTP Status 401 – Unauthorized</title></head></html>", 401),
        errors.Unauthorized,
        "e-mail address",
    ),
    Case(
        "dc 401",
        Reply("<html><title>Unauthorized (401)</title></html>", 401),
        errors.Unauthorized,
        "credentials",
        "datacenter",
    ),
    Case(
        "captcha",
        Reply({}, 401, {"X-Seraph-LoginReason": "AUTHENTICATION_DENIED"}),
        errors.Locked,
        "captcha",
        "datacenter",
    ),
    Case(
        "failed login beside a 200",
        Reply({}, 200, {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}),
        errors.Unauthorized,
        "does not accept user and password",
        "datacenter",
    ),
    Case(
        "login page",
        Reply(
            '<html><form><input name="os_username"><input type="password" name="os_password"></form></html>',
            200,
        ),
        errors.Unauthorized,
        "login page",
        "datacenter",
    ),
    Case(
        "sent to a login page",
        Reply(b"", 302, {"Location": "https://sso.acme.org/saml/start?ticket=abc"}),
        errors.Unauthorized,
        "to a login page (the page “install”): https://sso.acme.org/saml/start.",
        "datacenter",
    ),
    Case(
        "sent to https",
        Reply(b"", 301, {"Location": "https://wiki.acme.org/rest/api/content"}),
        errors.Unexpected,
        "set `url`",
        "datacenter",
    ),
    Case(
        "forbidden",
        Reply(dc(403, "No permission to create content"), 403),
        errors.Forbidden,
        "right to add",
        "datacenter",
    ),
    Case("xsrf", Reply("XSRF check failed", 403), errors.Forbidden, "permission"),
    Case(
        "read-only server",
        Reply(dc(405, "The site is in read-only mode"), 405),
        errors.Forbidden,
        "maintenance",
        "datacenter",
    ),
    Case("read-only space", Reply(v2(400, "Space is read only"), 400), errors.Forbidden, "read-only"),
    Case(
        "parent",
        Reply(v2(404, "Could not find page with id [77]"), 404),
        errors.NotFound,
        "could not find page with id [77]",
    ),
    Case(
        "no right to change it v2",
        Reply(v2(404, "User not permitted to edit content 77"), 404),
        errors.NotFound,
        "may not see or change it",
    ),
    Case(
        "gone route",
        Reply(v1(410, "GoneException: This deprecated endpoint has been removed."), 410),
        errors.Unexpected,
        "410",
    ),
    Case(
        "other 400",
        Reply(v2(400, "Invalid value", "for key spaceId"), 400),
        errors.Unexpected,
        "invalid value for key spaceid",
    ),
    Case(
        "html 404 by a wrong url",
        Reply("<html><title>Oops</title></html>", 400),
        errors.WebPage,
        "check `url`",
        "datacenter",
    ),
    Case(
        "not the same page",
        Reply(
            v2(
                409,
                "Version must be incremented when updating a page. Current Version: [3]. Provided version: [3]",
            ),
            409,
        ),
        errors.Conflict,
        "current version: [3]",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_refused_create_says_what_to_do(canned: Canned, case: Case) -> None:
    space = {"id": 1, "key": "DOCS", "homepageId": 2}
    canned.play(Reply({**space, "results": [space]}))  # for the space, in the words of both
    canned.otherwise = lambda seen: (
        Reply(v1(401, "no gateway here"), 404) if "_edge" in seen.path else case.reply
    )
    with client_for(canned.url, case.flavor) as client:
        client.space()
        client.caller.accepted = False  # type: ignore[attr-defined]  # as if this were the first answer
        with pytest.raises(case.kind) as caught:
            client.create("Install", "2", "<p>")
    told = f"{caught.value.message} {caught.value.hint}"
    assert type(caught.value) is case.kind
    assert case.words in told.lower()
    assert "com.atlassian" not in told
    assert "ticket=abc" not in told
    assert caught.value.hint or case.kind in (errors.Unexpected, errors.Conflict)


def test_row_and_column_of_a_malformed_body_are_kept(canned: Canned) -> None:
    canned.play(Reply(dc(400, XHTML), 400))
    with client_for(canned.url, "datacenter") as client, pytest.raises(errors.Malformed) as caught:
        client.update(RemotePage("5", "Install", version=1), title="Install", body="<p>", message="")
    assert (caught.value.row, caught.value.column) == (11, 7)


def test_a_column_of_the_first_row_is_not_told_since_the_server_wraps_the_body(canned: Canned) -> None:
    canned.play(Reply(dc(400, "Error parsing xhtml: Unexpected character at [row,col]: [1,405]"), 400))
    with client_for(canned.url, "datacenter") as client, pytest.raises(errors.Malformed) as caught:
        client.update(RemotePage("5", "Install", version=1), title="Install", body="<p>", message="")
    assert (caught.value.row, caught.value.column) == (0, 0)


def test_a_token_that_was_good_at_first_has_expired(canned: Canned) -> None:
    canned.play(Reply({"results": []}), Reply("<html>Unauthorized</html>", 401))
    with client_for(canned.url) as client:
        assert client.labels("7") == ()
        with pytest.raises(errors.Unauthorized, match="no longer accepts") as caught:
            client.labels("7")
    assert "expired" in caught.value.hint


def test_bad_credentials_that_look_like_a_missing_page_are_told_as_such(canned: Canned) -> None:
    canned.play(
        Reply({"errors": [{"status": 404, "code": "NOT_FOUND", "title": "Not Found", "detail": None}]}, 404),
        Reply(v1(403, "Current user not permitted to use Confluence"), 403),
    )
    with client_for(canned.url) as client, pytest.raises(errors.Unauthorized):
        client.page("7")


def test_a_bare_not_found_to_everything_is_bad_credentials(canned: Canned) -> None:
    bare = {"errors": [{"status": 404, "code": "NOT_FOUND", "title": "Not Found", "detail": None}]}
    canned.otherwise = lambda seen: Reply(bare, 404)
    with client_for(canned.url) as client, pytest.raises(errors.Unauthorized):
        client.page("7")


def test_a_bare_not_found_to_an_accepted_account_is_a_missing_page(canned: Canned) -> None:
    canned.play(
        Reply({"errors": [{"status": 404, "code": "NOT_FOUND", "title": "Not Found", "detail": None}]}, 404),
        Reply({"displayName": "Ann", "accountId": "a"}),
    )
    with client_for(canned.url) as client, pytest.raises(errors.NotFound):
        client.page("7")


def test_an_answer_without_a_list_never_passes_for_an_empty_one(canned: Canned, flavor: Flavor) -> None:
    canned.otherwise = lambda seen: Reply({"ok": True})
    with client_for(canned.url, flavor) as client, pytest.raises(errors.Unexpected, match="no list"):
        client.pages(["1", "2"])


def test_an_anonymous_visitor_is_not_an_account(canned: Canned, flavor: Flavor) -> None:
    canned.otherwise = lambda seen: Reply({"type": "anonymous", "displayName": "Anonymous"})
    with (
        client_for(canned.url, flavor, credentials=Credentials()) as client,
        pytest.raises(errors.Unauthorized),
    ):
        client.whoami()


def test_the_other_flavor_is_refused_by_name(canned: Canned, flavor: Flavor) -> None:
    """The address of Data Center with the routes of Cloud, and the other way round."""
    account = (
        {"displayName": "Ann", "userKey": "k"}
        if flavor == "cloud"
        else {"displayName": "Ann", "accountId": "a"}
    )

    def answer(seen: Seen) -> Reply:
        return (
            Reply(account)
            if seen.path.endswith("/user/current")
            else Reply("<html>Page not found</html>", 404)
        )

    canned.otherwise = answer
    other = "datacenter" if flavor == "cloud" else "cloud"
    with (
        client_for(canned.url, flavor) as client,
        pytest.raises(errors.Unexpected, match="was expected") as caught,
    ):
        client.space()
    assert f"flavor: {other}" in caught.value.hint


@pytest.mark.parametrize("data", [{}, [], "text", 7, None, {"id": None}, {"results": [{}]}, {"results": [7]}])
def test_answers_of_any_other_shape_are_unexpected_and_nothing_worse(
    canned: Canned, flavor: Flavor, data: object
) -> None:
    canned.otherwise = lambda seen: Reply({"id": "9", "key": "DOCS", "results": [{"id": "9", "key": "DOCS"}]})
    with client_for(canned.url, flavor) as client:
        client.space()
        canned.otherwise = lambda seen: Reply(data)
        page = RemotePage("5", "T", version=1)
        reads = (
            lambda: client.page("5"),
            lambda: client.pages(["5"]),
            lambda: client.children("5"),
            lambda: client.body("5"),
            lambda: client.labels("5"),
            lambda: client.create("T", "1", ""),
            lambda: client.update(page, title="T", body="", message=""),
            lambda: client.set_property("5", "k", 1),
        )
        for read in reads:
            with suppress(errors.ServerError):
                assert read() is not None, "an empty list is an answer"
