"""What cannot stand where it is leaves or unfolds; the order of reading and the numbers stay."""

from __future__ import annotations

import re

import goldens
import pytest

from mkdocs_confluence.storage import convert

PANEL = '<div class="admonition note"><p class="admonition-title">Note</p><p>{}</p></div>'
TABLE = "<table><tr><td>{}</td></tr></table>"


def _outline(html: str) -> str:
    """The body on Cloud as names of elements and texts."""
    body = convert(html, goldens.scope("cloud")).body
    body = re.sub(r'<ac:structured-macro ac:name="(\w+)"[^>]*>', r"<\1>", body)
    body = re.sub(r"</?ac:[^>]*>|</?(?:p|tbody|tr|td)\b[^>]*>|\n", " ", body)
    return " ".join(re.sub(r"[<>]", " ", body.replace('<ol start="', "<ol ").replace('">', ">")).split())


def test_a_list_counts_on_after_what_left_it() -> None:
    html = f"<ol start='7'><li>a</li><li>b{PANEL.format('c')}d</li><li>e</li></ol>"
    assert _outline(html) == "ol 7 li a /li li b /li /ol info c d ol 9 li e /li /ol"


def test_an_item_whose_content_left_it_keeps_its_number_but_no_bullet() -> None:
    items = f"<li>a</li><li>{TABLE.format('b')}</li><li>c</li>"
    assert _outline(f"<ol>{items}</ol>") == "ol li a /li li /li /ol table b /table ol 3 li c /li /ol"
    assert _outline(f"<ul>{items}</ul>") == "ul li a /li /ul table b /table ul li c /li /ul"


def test_a_block_leaves_every_list_that_it_is_in() -> None:
    html = f"<ol><li>a<ul><li>b{TABLE.format('c')}</li><li>d</li></ul>e</li><li>f</li></ol>"
    assert _outline(html) == (
        "ol li a ul li b /li /ul /li /ol table c /table ul li d /li /ul e ol 2 li f /li /ol"
    )


def test_a_panel_goes_on_after_a_table() -> None:
    html = PANEL.format(f"a</p>{TABLE.format('b')}<p>c")
    assert _outline(html) == "info a table b /table info c"


def test_a_panel_in_a_list_in_a_panel_unfolds() -> None:
    html = PANEL.format(f"a</p><ul><li>b{PANEL.format('c')}</li><li>d</li></ul><p>e")
    assert _outline(html) == "info a ul li b /li /ul strong Note /strong c ul li d /li /ul e"


def test_an_expand_in_an_expand_in_an_expand_is_a_bold_title() -> None:
    html = "<details><summary>1</summary>a<details><summary>2</summary>b<details><summary>3</summary>c</details></details></details>"
    assert _outline(html) == "expand 1 a expand 2 b strong 3 /strong c"


def test_a_table_in_an_expand_in_a_cell_is_a_list() -> None:
    html = TABLE.format(f"<details><summary>s</summary>{TABLE.format('a')}</details>")
    assert _outline(html) == "table strong s /strong ul li a /li /ul /table"


def test_rules_do_not_break_lists() -> None:
    assert _outline("<ul><li>a<hr>b</li></ul>") == "ul li a b /li /ul"


@pytest.mark.parametrize("inner", [PANEL.format("x"), TABLE.format("x"), "<details>x</details>"])
def test_an_item_of_nothing_else_leaves_no_empty_item(inner: str) -> None:
    assert "li" not in _outline(f"<ul><li>{inner}</li></ul>").split()


def test_data_center_nests_as_written() -> None:
    html = f"<ul><li>{PANEL.format(TABLE.format('x'))}</li></ul>"
    body = convert(html, goldens.scope("datacenter")).body
    assert re.search(
        r"<ul><li><ac:structured-macro.*<table>.*</table>.*</ac:structured-macro></li></ul>", body
    )
