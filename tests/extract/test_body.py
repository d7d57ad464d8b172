"""Whatever mark-up an editor left, the body is its text: all of it, once, in order."""

from __future__ import annotations

import pytest
from lxml.html import fromstring

from scraper.extract.body import blocks, lines, links
from scraper.records import Link

P = "<p>The ferry to the north island will run twice a day from Monday.</p>"
Q = "<p>Its captain has been waiting for this since the spring of last year.</p>"
FERRY, CAPTAIN = (f"p: {html[3:-4]}" for html in (P, Q))
LONG = "word " * 40

BLOCKS = {
    "paragraphs": (P + Q, [FERRY, CAPTAIN]),
    "nested containers": (f"<div><section><div>{P}</div></section><article>{Q}</article></div>", [FERRY, CAPTAIN]),
    "loose text": (f"at first{P}between{Q}at last", ["p: at first", FERRY, "p: between", CAPTAIN, "p: at last"]),
    "one line break": ("one<br>two" + P, ["p: one two", FERRY]),
    "two line breaks": ("one<br><br>two<br/>\n<br/>three" + P, ["p: one", "p: two", "p: three", FERRY]),
    "sub-heads": (f"<h2>Now</h2>{P}<h3>Then</h3>{Q}", ["h: Now", FERRY, "h: Then", CAPTAIN]),
    "a bold line": (f"{P}<p><strong>Perspective</strong></p>{Q}", [FERRY, "h: Perspective", CAPTAIN]),
    "a bold sentence": (f"{P}<p><b>It stopped.</b></p>{Q}", [FERRY, "p: It stopped.", CAPTAIN]),
    "a bold beginning": (f"{P}<p><b>Question:</b> when?</p>{Q}", [FERRY, "p: Question: when?", CAPTAIN]),
    "a heading that is a sentence": (f'<h2 style="x">It sails again.</h2>{P}', ["p: It sails again.", FERRY]),
    "a heading that ends a quotation": (f"<h2>“It sails again.”</h2>{P}", ["p: “It sails again.”", FERRY]),
    "a heading of a paragraph's length": (f"<h2>{LONG}</h2>{P}", [f"p: {LONG.strip()}", FERRY]),
    "a bold line at the end": (f"{P}<p><strong>To be continued</strong></p>", [FERRY, "p: To be continued"]),
    "a heading at the end": (f"{P}<h2>To be continued</h2>", [FERRY, "p: To be continued"]),
    "an empty heading": (f"<h2> </h2>{P}<h2>&nbsp;</h2>{Q}", [FERRY, CAPTAIN]),
    "lists": (
        f"<ul><li>one</li><li><p>two</p></li></ul>{P}<ol><li>three</li></ol>",
        ["i: one", "i: two", FERRY, "i: three"],
    ),
    "a list in a list": (
        f"<ul><li>one<ul><li>in it</li></ul></li><li>two</li></ul>{P}",
        ["i: one", "i: in it", "i: two", FERRY],
    ),
    "a quotation": (f"{P}<blockquote>Sail on.</blockquote>", [FERRY, "q: Sail on."]),
    "a quotation of paragraphs": (
        f"{P}<blockquote><p>Sail on.</p><p>And on.</p></blockquote>",
        [FERRY, "q: Sail on.", "q: And on."],
    ),
    "a table": (f"<table><tr><td>one</td><td>two</td></tr></table>{P}", ["p: one", "p: two", FERRY]),
    "a definition": (f"<dl><dt>Ferry</dt><dd>A ship.</dd></dl>{P}", ["p: Ferry", "p: A ship.", FERRY]),
    "something folded": (f"<details><summary>More</summary>A ship.</details>{P}", ["p: More", "p: A ship.", FERRY]),
    "a poem": (f"<pre>One line\n  and another</pre>{P}", ["p: One line and another", FERRY]),
    "signs between parts": (
        f"{P}<p>***</p>{Q}<p>***</p><p>II</p>{P}",
        [FERRY, "p: ***", CAPTAIN, "p: ***", "p: II", FERRY],
    ),
    "inline mark-up": (
        f"<p>H<sub>2</sub>O, <em>x</em><sup>2</sup>, <ins>more</ins> <u>and</u> <code>so</code>.</p>{P}",
        ["p: H2O, x2, more and so.", FERRY],
    ),
    "classes like furniture's": (
        f'<p>Said <span class="caption">here</span> <b class="share-button">and</b> <i class="nav">more</i>.</p>{P}',
        ["p: Said here and more.", FERRY],
    ),
    "only links": ('<p><a href="/a">one</a> <a href="/b">two</a></p>' + P, ["p: one two", FERRY]),
    "soft hyphens": (f"<p>Secu&shy;- rity and sea&shy;men.</p>{P}", ["p: Security and seamen.", FERRY]),
    "scripts and forms": (
        f"<script>x()</script><style>p {{}}</style>{P}<form>Send</form><iframe>f</iframe><noscript>n</noscript>{Q}",
        [FERRY, CAPTAIN],
    ),
    "one short line": ("<p>Hi</p>", ["p: Hi"]),
    "nothing": ("<p> </p><p>&nbsp;</p>", []),
}


@pytest.mark.parametrize(("html", "wanted"), BLOCKS.values(), ids=BLOCKS)
def test_the_body_is_all_its_text_once_and_in_order(html: str, wanted: list[str]) -> None:
    found = blocks(lines(fromstring(f"<div>{html}</div>")))
    assert [f"{block.kind[0]}: {block.text}" for block in found] == wanted


def test_reading_leaves_the_page_as_it_was() -> None:
    element = fromstring(f"<div>loose{P}<ul><li>one<ul><li>two</li></ul></li></ul><b>line</b> tail</div>")
    before = [(found.tag, found.text, found.tail, dict(found.attrib)) for found in element.iter()]
    lines(element)
    assert [(found.tag, found.text, found.tail, dict(found.attrib)) for found in element.iter()] == before


def test_links_are_found_once_in_order_with_their_anchors() -> None:
    html = (
        '<p>(<a href="/a">here</a>) <a name="x">no</a> <b><a href="b"> bold </a></b></p>'
        '<ul><li>x<ul><li><a href="/c">in</a></li></ul></li></ul>'
    )
    found = links(lines(fromstring(f"<div>{html}</div>")))
    assert list(found) == [Link("/a", "here"), Link("b", "bold"), Link("/c", "in")]


@pytest.mark.parametrize("gap", ["<p>&nbsp;</p>", "<div>&nbsp;</div>", "<p><br>&nbsp;</p>"])
def test_a_lone_no_break_space_is_a_rule(gap: str) -> None:
    found = lines(fromstring(f"<div>{P}{gap}{Q}</div>"))
    assert [line.kind for line in found] == ["paragraph", "rule", "paragraph"]
