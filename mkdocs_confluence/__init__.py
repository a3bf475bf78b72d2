"""Publish a MkDocs site into Confluence as a page tree.

The rooms: ``storage`` writes Confluence's storage format from HTML, ``client`` talks to Confluence,
``sync`` decides what changes and does it, ``sandbox`` is a Confluence that fits on your machine.
The doors: ``plugin`` (MkDocs) and ``cli`` (the ``mkdocs-confluence`` command), behind ``door``; ``tree`` turns navigation
and files into a Publication, ``bundle`` keeps one as a folder. The words all share: ``model``, ``remote``, ``names``, ``errors``.
"""

__version__ = "0.1.0"
