"""Strings from outside as HTML."""

from __future__ import annotations

from shapeproof.markup.html_text import as_breakable, as_html


def test_html_has_paragraphs_lists_and_code_and_escapes_the_rest() -> None:
    assert as_html("A `b < c` & \"d\" 'e'\n\n- one\n- <two>\n\nlast") == (
        "<p>A <code>b &lt; c</code> &amp; &quot;d&quot; &#x27;e&#x27;</p><ul><li>one</li><li>&lt;two&gt;</li></ul><p>last</p>"
    )
    assert as_html("") == ""


def test_long_names_break_between_words() -> None:
    assert as_breakable("/TrainingJobs/[]/RoleArn") == "/<wbr>Training<wbr>Jobs/[]/<wbr>Role<wbr>Arn"
    assert as_breakable("a<b") == "a&lt;b"


def test_links_lead_to_web_pages_alone() -> None:
    assert as_html("See \x01`A` & <b>\x02https://a.b/c?d&e\x03.") == (
        '<p>See <a href="https://a.b/c?d&amp;e" rel="noopener"><code>A</code> &amp; &lt;b&gt;</a>.</p>'
    )
    for target in ("javascript:alert(1)", 'https://a.b/"', "https://a.b/ c", "/c", "https://"):
        assert "<a" not in as_html(f"\x01x\x02{target}\x03")
    assert "<a" not in as_html("[x](https://a.b) <https://a.b> `\x01x\x02` https://a.b")
