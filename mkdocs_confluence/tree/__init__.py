"""Navigation and files → Publication: names first, then words, then files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import __version__
from ..bundle import Bundle
from ..config import Settings
from ..errors import SiteError
from ..model import Publication
from . import nav
from .drafts import draft, finished
from .site import Draw, Site

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation


def publication(
    navigation: Navigation,
    files: Files,
    config: MkDocsConfig,
    settings: Settings,
    bundle: Bundle,
    draw: Draw | None = None,
) -> Publication:
    """Everything that should exist in Confluence; bodies and files go into the bundle.

    Raises SiteError where there is nothing to publish, BundleError where the bundle cannot be written.
    """
    entries, issues = nav.entries(
        navigation.items,
        files,
        config.site_name,
        written=config.nav is not None,
        outside=settings.outside_nav == "publish",
    )
    if all(entry.page is None for entry in entries):
        raise SiteError("The site has no page to publish.", hint="Nothing was sent, nothing was retired.")
    site = Site(entries, files, config, settings, bundle, draw)
    drafts = [draft(entry, site) for entry in entries]
    pages, dead = finished(drafts, site)
    return Publication(
        site=settings.destination.site,
        site_name=config.site_name,
        site_url=config.site_url or "",
        repo_url=config.repo_url or "",
        flavor=settings.destination.flavor,
        converter=__version__,
        pages=tuple(pages),
        issues=(*issues, *(issue for made in drafts for issue in made.issues), *dead),
        title_prefix=settings.title_prefix,
        title_suffix=settings.title_suffix,
    )
