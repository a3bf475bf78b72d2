"""The words that a reader sees in a body."""

from __future__ import annotations

from mkdocs_confluence.sync.report.wording import changed, visible

BODY = (
    '<h2>A &amp; <em>b</em></h2><p>One <ac:link><ri:page ri:content-title="T" /><ac:link-body>link</ac:link-body></ac:link>,\n'
    "wrapped.</p><!-- no --><ac:structured-macro ac:name=\"info\"><ac:parameter ac:name='title'>Mind</ac:parameter>"
    '<ac:parameter ac:name="icon">false</ac:parameter><ac:rich-text-body><ul><li>x</li><li>y</li></ul></ac:rich-text-body>'
    '</ac:structured-macro><ac:structured-macro ac:name="code"><ac:parameter ac:name="language">py</ac:parameter>'
    "<ac:plain-text-body><![CDATA[if a < b:\n    go()]]></ac:plain-text-body></ac:structured-macro>"
    "<ac:task-list><ac:task><ac:task-id>7</ac:task-id><ac:task-status>complete</ac:task-status>"
    '<ac:task-body>do</ac:task-body></ac:task></ac:task-list><p title="a > b">last</p>'
)


def test_visible_words_are_text_titles_and_code() -> None:
    assert visible(BODY) == [
        "A & b",
        "One link, wrapped.",
        "Mind",
        "x",
        "y",
        "if a < b:",
        "go()",
        "do",
        "last",
    ]


def test_only_what_differs_is_shown_with_its_neighbours() -> None:
    old = "<p>one</p><p>two</p><p>three</p><p>four</p>"
    assert changed(old, old.replace("two", "2")) == ["  one", "- two", "+ 2", "  three"]
    assert changed(old, old.replace("<p>", '<p class="x">')) == [], "markup alone is no change"
