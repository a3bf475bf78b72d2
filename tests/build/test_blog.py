"""A blog of Material: its posts, and the overviews that the theme fills in."""

from __future__ import annotations

from collections.abc import Callable

from sites import HERE, Site, by_title, outline

MakeSite = Callable[..., Site]


def _blog(make_site: MakeSite, posts: int = 2, site_url: str = "", **options: str) -> Site:
    pages = {"index.md": "# Home", "blog/index.md": "# Blog"}
    for day in range(1, posts + 1):
        front = f"---\ndate: 2026-03-{day:02}\ncategories: [News]\n---\n"
        pages[f"blog/posts/p{day}.md"] = f"{front}# Post {day} & more\n\nWords of {day}\n"
    ours = {"confluence": {**HERE, "bundle_dir": "bundle", **options}}
    return make_site(pages, theme="material", plugins=["blog", ours], site_url=site_url)


def test_an_overview_of_a_blog_lists_its_posts_newest_first(make_site: MakeSite) -> None:
    publication, bundle = _blog(make_site, outside_nav="publish").bundle()
    for title in ("Blog", "2026", "News"):
        body = bundle.body(by_title(publication, title))
        assert body.index("Post 2 &amp; more</") < body.index("Post 1 &amp; more</")
        assert '<ri:page ri:content-title="Post 2 &amp; more"' in body
        assert '<time datetime="2026-03-02"' in body


def test_posts_that_are_not_published_are_linked_on_the_public_site(make_site: MakeSite) -> None:
    publication, bundle = _blog(make_site, site_url="https://docs.example.com/").bundle()
    body = bundle.body(by_title(publication, "News"))
    assert 'href="https://docs.example.com/blog/2026/03/01/post-1--more/"' in body


def test_posts_that_nothing_can_link_to_are_named_without_a_warning(make_site: MakeSite) -> None:
    publication, bundle = _blog(make_site).bundle()
    body = bundle.body(by_title(publication, "News"))
    assert "Post 1 &amp; more" in body
    assert "<a " not in body
    assert publication.issues == ()


def test_an_overview_that_is_spread_over_several_pages_is_one(make_site: MakeSite) -> None:
    publication, bundle = _blog(make_site, posts=12, outside_nav="publish").bundle()
    assert sum("Blog" in line or "News" in line for line in outline(publication)) == 2
    assert bundle.body(by_title(publication, "Blog")).count("<li>") == 12
