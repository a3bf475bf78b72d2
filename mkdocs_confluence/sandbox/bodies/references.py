"""What storage names by title, file name or account: the page, the file, the person."""

from __future__ import annotations

from .fragment import Node, attribute, child, name, squeezed
from .reader import File, Reader, Ref


def page_of(node: Node | None, page: Ref, reader: Reader) -> Ref | None:
    """The page that a parameter or a link names, by ``ri:page`` or by its title as text; None where there is none."""
    if node is None:
        return None
    link = child(node, "ac:link")
    target = child(node if link is None else link, "ri:page", "ri:content-entity")
    if target is None:
        return page if link is not None else _titled(squeezed(node), "", page, reader)
    if name(target) == "ri:content-entity":
        return reader.by_id(attribute(target, "ri:content-id"))
    return _titled(attribute(target, "ri:content-title"), attribute(target, "ri:space-key"), page, reader)


def _titled(title: str, space: str, page: Ref, reader: Reader) -> Ref | None:
    if title in ("", "@none"):
        return None
    if title == "@self":
        return page
    if title == "@parent":
        return reader.parent(page.id)
    if title in ("@home", "/"):
        return reader.home(space or page.space)
    return reader.titled(title, space, page)


def user_key(node: Node) -> str:
    keys = ("ri:account-id", "ri:userkey", "ri:username")
    return next((value for key in keys if (value := attribute(node, key))), "")


def attached(target: Node, page: Ref, reader: Reader) -> tuple[str, File] | None:
    """(page id, file) that an ``ri:attachment`` on a page names; None where it is missing."""
    holder = child(target, "ri:page", "ri:content-entity")
    ref = page if holder is None else page_of(target, page, reader)
    wanted = attribute(target, "ri:filename")
    files = reader.files(ref.id) if ref is not None else ()
    found = next((file for file in files if file.name == wanted), None)
    return (ref.id, found) if ref is not None and found is not None else None
