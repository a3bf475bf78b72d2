"""Overviews of Material's blog: the theme fills them in, so here they name the posts that they show.

An overview (the blog itself, a year, a category, an author) is a page with ``posts``, and with ``pages`` where it is
spread over several, itself the first.
"""

from __future__ import annotations

from collections.abc import Collection
from html import escape

from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from . import titles


def goes_on(page: Page) -> bool:
    """Whether a page only continues an overview, all of whose posts the first one names already."""
    pages = getattr(page, "pages", None)
    return isinstance(pages, list) and bool(pages) and pages[0] is not page


def listing(page: Page, linked: Collection[str] | None) -> str:
    """The posts of an overview as HTML: a link and the date of each, newest first; empty for any other page.

    Only those with a URL in ``linked`` become links; None: all.
    """
    posts = getattr(page, "posts", None)
    found = posts if isinstance(posts, list) else []
    items = (f"<li>{_post(post, page, linked)}</li>" for post in found if isinstance(post, Page))
    return f"<ul>{''.join(items)}</ul>" if found else ""


def _post(post: Page, page: Page, linked: Collection[str] | None) -> str:
    title = escape(titles.of_page(post))
    if linked is None or post.url in linked:
        title = f'<a href="{escape(get_relative_url(post.url, page.url))}">{title}</a>'
    created = str(getattr(getattr(getattr(post, "config", None), "date", None), "created", ""))[:10]
    return f'{title} <time datetime="{created}"></time>' if created else title
