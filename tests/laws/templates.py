"""HTML as MkDocs, Material, pymdownx, mkdocstrings and raw authors write it, as templates with slots.

Slots: ``«w»`` words · ``«i»`` a line · ``«b»`` blocks · ``«c»`` highlighted code · ``«l»`` numbered code · ``«s»`` storage
format, escaped · ``«id»`` a new id · ``«#»`` an id of this page · ``«u»`` an address · ``«page»`` ``«file»`` ``«pic»`` relative ones · ``«n»`` a number.
"""

from __future__ import annotations

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewbox="0 0 24 24"><path d="M8.5 4.001H10.5V24H8.501z"></path></svg>'
LABELS = '<span class="doc doc-labels"><small class="doc doc-label doc-label-property"><code>property</code></small></span>'
SMALL = '<svg width="16" height="16"><path d="M0 0h9"></path></svg>'
ICON = f'<span class="twemoji">{SVG}</span>'
PERMALINK = '<a class="headerlink" href="#«id»" title="Permanent link">&para;</a>'

LINE: tuple[str, ...] = (
    "«w»",
    "<strong>«i»</strong>",
    "<em>«i»</em>",
    "<b>«i»</b>",
    "<i>«w»</i>",
    "<u>«w»</u> <s>«w»</s> <sub>«n»</sub> <ins>«w»</ins>",
    "<code>«w»</code>",
    '<code class="highlight"><span class="kn">«w»</span><span class="w"> </span><span class="nn">«w»</span></code>',
    '<code class="language-python highlight"><span class="nb">«w»</span></code>',
    '<code class="language-bash">«w»</code>',
    '<a href="«u»">«i»</a>',
    '<a href="#«#»">«i»</a>',
    '<a href="«page»" title="«w»">«i» <code>«w»</code></a>',
    '<a href="«file»" download="x">«i»</a>',
    '<del>«w» <a href="«file»">«i» <code>«w»</code></a></del> <ins>«i»</ins>',
    f'<a href="«page»">{LABELS} <time datetime="2026-09-24"></time> «i»</a>',
    '<iframe src="https://www.youtube.com/embed/abc?list=PL1"></iframe>',
    '<a class="md-button md-button--primary" href="javascript:alert$.next(«n»)">«w»</a>',
    '<a class="md-button" href="«page»">' + ICON + " «w»</a>",
    '<a class="card-link" href="«u»" title="Homepage">' + ICON + "</a>",
    '<a class="pg-teal" href="«page»">' + ICON + " «w»</a>",
    '<a class="source-link" href="«u»" title="Source">' + ICON + "</a>",
    '<a class="doc-source-link" href="«u»" title="View source code">‹›</a>',
    '<a id="«id»"></a>«w»',
    '<a href="«u»"><img alt="" src="«pic»"></a>',
    '<img alt="«w»" src="«pic»">',
    '«w» <embed src="«file»"> «w»',
    '<video src="«file»"><track src="a.vtt"></video> «w»<wbr>«w»',
    '<img alt="➡" class="twemoji" src="https://cdn.example.org/16.0.1/assets/svg/27a1.svg" title=":arrow_right:">',
    ICON + " «w»",
    '<i class="fas fa-user" title="«w»"></i>',
    ICON + ICON,
    "«w»<br>«i»",
    '«w»<sup id="fnref:«n»"><a class="footnote-ref" href="#fn:«n»">«n»</a></sup>',
    "<sup>«w»</sup>",
    '<abbr title="Hyper Text">«w»</abbr>',
    '<dfn title="a group of machines">«w»</dfn>',
    "<mark>«w»</mark>",
    '<em style="color: #a00000">«i»</em> <a style="color: green; background: #eee" href="«page»">«i»</a>',
    (
        "<del class='critic'>«w»</del><ins class='critic'>«w»</ins> <mark class='critic'>«w»</mark>"
        "<span class='critic comment'>«w»</span>"
    ),
    '<span class="keys"><kbd class="key-control">Ctrl</kbd><span>+</span><kbd class="key-enter">«w»</kbd></span>',
    "<kbd>«w»</kbd>",
    "<span>«i»</span>",
    '<span style="color: red; font-size: 2em">«w»</span>',
    "<small>«i»</small>",
    '<span class="arithmatex">\\(«w»^2 &lt; x\\)</span>',
    '<span class="arithmatex"><span class="MathJax_Preview">v_0</span><script type="math/tex">v_0</script></span>',
    '<autoref identifier="pkg.mod" backlink-type="used-by" backlink-anchor="a.b" optional hover>«w»</autoref>',
    '<span class="mdx-badge"><span class="mdx-badge__icon"><a href="#«#»" title="Required">'
    + ICON
    + "</a></span>"
    '<span class="mdx-badge__text"><a href="«page»">«w»</a></span></span>',
    '<label class="collapse">«w»</label> <input type="text" value="x">',
    '«w» <progress value="«n»" max="9"></progress> <meter min="1" max="5" value="2.5"></meter> «w»',
    '<input type="checkbox" checked> «w» <input type="radio" id="«id»"><label>«i»</label>',
    "«w» &nbsp;«w» &mdash; &copy; «w» 𝕏 🎉 漢字 עברית &amp;lt;",
    '<bdi dir="rtl">«w» عربي</bdi>',
    "<autoref>«w»</autoref><wbr><font color='#00f'>«w»</font>",
    '<span class="doc-param-annotation"><b>TYPE:</b> <code><autoref identifier="str" optional>«w»</autoref></code></span>',
    '<span class="doc-param-default"><b>DEFAULT:</b> <code>«w»</code></span>',
)

_TYPES = "note tip warning info question important success danger recommendation example abstract bug quote pied-piper"
_DETAILS = ("note", "example", "warning", "info", "downloads", "tip", "abstract", "success", "")

CELLS = "<tr><td>«i»</td><td style='text-align: right;'>«i»</td></tr>"
LINES = '<td class="linenos"><div class="linenodiv"><pre><span class="normal">1</span>\n<span class="normal">2</span></pre></div></td>'
SYMBOL = '<code class="doc-symbol doc-symbol-heading doc-symbol-function"></code>'
BASES = (
    '<p class="doc doc-class-bases">Bases: <code><autoref identifier="list" optional>«w»</autoref></code></p>'
)
DESCRIBED = '<div class="doc-md-description">\n<p>«i»</p>\n</div>'

BLOCKS: tuple[str, ...] = (
    "<p>«i» «i»</p>",
    "<p>«i»\n«i» «i»</p>",
    "<p></p>",
    *(f'<h{level} id="«id»">«i»{PERMALINK}</h{level}>' for level in (1, 2, 3, 4, 5, 6)),
    '<h2 id="«id»"><a class="toclink" href="#«id»">«w»</a></h2>',
    "<ul>\n<li>«i»</li>\n<li>«i»<ul>\n<li>«i»</li>\n</ul>\n</li>\n</ul>",
    "<ul>\n<li>\n<p>«i»</p>\n«b»</li>\n<li>\n<p>«i»</p>\n</li>\n</ul>",
    '<ol start="3">\n<li>«i»</li>\n<li>\n<p>«i»</p>\n«b»</li>\n<li>«i»</li>\n</ol>',
    (
        '<ul class="task-list">\n<li class="task-list-item"><label class="task-list-control"><input type="checkbox" disabled checked>'
        '<span class="task-list-indicator"></span></label> «i»</li>\n<li class="task-list-item"><label class="task-list-control">'
        '<input type="checkbox" disabled><span class="task-list-indicator"></span></label> «i»<ul class="task-list"><li '
        'class="task-list-item"><input type="checkbox" disabled> «w»</li></ul></li></ul>'
    ),
    f"<table>\n<thead>\n<tr>\n<th>«i»</th>\n<th style='text-align: right;'>«i»</th>\n</tr>\n</thead>\n<tbody>{CELLS}{CELLS}</tbody>\n</table>",
    "<table><tr><th>«w»</th><td>«b»</td></tr><tr><th rowspan=2>«w»</th><td colspan=2>«i»</td></tr><tr><td>«w»</td></tr></table>",
    (
        f"<table><tr><td>{ICON} {ICON}</td><td>«w»</td><td>{ICON}<br>{SMALL}</td></tr><tr><td>{SMALL}</td><td>«w»</td><td>"
        f'<i class="fa fa-tree"></i></td></tr></table><ul><li>{ICON} {ICON}</li><li>«w»</li><li>{SMALL}</li></ul><h3>{ICON}</h3><p>«w»</p>'
    ),
    (
        '<table style="color: navy"><tr style="color: white; background: #222"><td>«b»</td><td style="background: red">«i»</td>'
        '</tr><tr><td style="color: teal">«b»</td></tr></table>'
    ),
    '<p style="color: teal; text-align: center">«i»</p>\n<h3 style="color: red" id="«id»">«i»</h3>',
    '<div style="color: #fff; background-color: #333">«b»</div>',
    "<table><caption>«w»</caption><tr><td>«w»<table><tr><td>«i»</td></tr></table></td></tr></table>",
    '<div class="highlight"><pre><span></span><code>«c»</code></pre></div>',
    '<div class="language-python highlight"><span class="filename">«w».py</span><pre><span></span><code>«l»</code></pre></div>',
    f'<div class="highlight"><table class="highlighttable"><tr>{LINES}<td class="code"><div><pre><span></span><code>«c»</code></pre></div></td></tr></table></div>',
    '<div class="language-yaml highlight"><pre><span></span><code><span class="nt">«w»</span><span class="c1"># (1)!</span>\n</code></pre></div>\n<ol>\n<li>«i»</li>\n</ol>',
    '<div class="no-copy highlight"><pre><span></span><code><span class="linenos" data-linenos="1 "></span>«c»</code></pre></div>',
    '<div class="codehilite"><pre><span></span><code>«c»</code></pre></div>',
    '<pre class="highlight"><code class="language-bash">«w» &lt; «w»</code></pre>',
    "<pre><code>«w» ]]&gt; &amp; «w»\n\t«w»\n</code></pre>",
    '<div data-language="confluence-storage" class="highlight"><pre><span></span><code>«s»\n</code></pre></div>',
    '<pre><code class="language-confluence-storage">«s»</code></pre>',
    '<pre><code class="language-confluence-wiki">h1. «w»\n{toc} {{«w»}}\n</code></pre>',
    '<pre class="mermaid"><code>graph TD\n  «w» --&gt; «w»</code></pre>',
    '<p class="annotate">«w» (1) <code>(1)</code> «i» (2)</p>\n<ol>\n<li>«i»</li>\n</ol>',
    '<div class="admonition note annotate">\n<p class="admonition-title">«w» (1)</p>\n«b»</div>\n<ol>\n<li>«i»</li>\n</ol>',
    '<pre class="arithmatex">\\[\n«w»\n\\]</pre>',
    '<div class="termy"><div class="highlight"><pre><span></span><code><span id="__span-1-1"><span class="gp">$ </span>«w»\n</span></code></pre></div></div>',
    *(
        f'<div class="admonition {kind}">\n<p class="admonition-title">«i»</p>\n«b»</div>'
        for kind in _TYPES.split()
    ),
    '<div class="admonition tip">\n<p class="admonition-title">Tip</p>\n<p>«i»</p>\n</div>',
    '<div class="admonition info inline end">\n<p>«i»</p>\n</div>',
    *(f'<details class="{kind}">\n<summary>«i»</summary>\n«b»</details>' for kind in _DETAILS if kind),
    "<details><summary>«w»</summary>\n«w»\n«b»</details>",
    '<details class="note" open>\n<summary>Note</summary>\n«b»</details>',
    (
        '<div class="tabbed-set tabbed-alternate" data-tabs="1:2"><input checked id="__tabbed_1_1" name="__tabbed_1" type="radio">'
        '<input id="__tabbed_1_2" name="__tabbed_1" type="radio"><div class="tabbed-labels"><label for="__tabbed_1_1">«i»</label>'
        '<label for="__tabbed_1_2">«w»</label></div>\n<div class="tabbed-content">\n<div class="tabbed-block">\n«b»</div>\n'
        '<div class="tabbed-block">\n«b»</div>\n</div>\n</div>'
    ),
    (
        '<div class="tabbed-set" data-tabs="2:1"><input checked id="__tabbed_2_1" name="__tabbed_2" type="radio"><label '
        'for="__tabbed_2_1">«w»</label><div class="tabbed-content">\n«b»</div>\n</div>'
    ),
    "<hr>",
    (
        '<div><embed src="«file»" type="application/pdf">\n«b»</div><embed src="«u»">\n<p>«i»</p>\n'
        '<p><img alt="«w»" src="«pic»" usemap="#m"><map name="m"><area href="«page»" alt="«w»"><area href="«u»"></map> «w»</p>\n'
        '<p><picture><source srcset="a.webp"><img alt="«w»" src="«pic»"></picture> «w»</p>\n'
        '<p><img alt="«w»" src="a.png#only-light"></p>\n<p><img alt="dark" src="b.png#only-dark"></p>\n<p>«w»</p>\n'
        '<p><a href="https://e.org/t"><img alt="" src="a.png#only-light"></a>'
        '<a href="https://e.org/t"><img alt="" src="b.png#only-dark"></a></p>'
    ),
    (
        '<div class="nt-cards">«w»<div class="nt-card"><p>«w»</p></div><p>«i»</p><div class="nt-card">«b»</div>«w»</div>\n'
        '<div class="progress"><div class="progress-bar" style="width:9%">«w»</div><div class="progress-bar">«w»</div> «w»</div>\n'
        '<details class="mkdocstrings-source"><summary>«w»</summary>«w»<pre><code>«w»</code></pre>«w»</details>'
    ),
    "<!-- a comment -- >« -->",
    '<div style="display: inline-block">«b»</div>',
    (
        '<div data-language="py" class="syntax"><table><tr><td class="linenos"><pre>  \n 2</pre></td>'
        '<td class="code"><pre><code>«w»\n«w»\n</code></pre></td></tr></table></div>'
    ),
    "<div>«w»«b»«w»</div>",
    '<div class="result" markdown>«b»</div>',
    "<blockquote>\n«b»</blockquote>",
    "<blockquote>\n<p>«i»</p>\n<blockquote>\n<h3>«w»</h3>\n<ul><li>«i»</li></ul></blockquote>\n</blockquote>",
    '<div class="arithmatex">\\[\n\\cos x=\\sum «w»\n\\]</div>',
    (
        '<div class="footnote">\n<hr>\n<ol>\n<li id="fn:«n»">\n<p>«i»&#160;<a class="footnote-backref" href="#fnref:«n»" '
        'title="Jump back">&#8617;</a></p>\n</li>\n</ol>\n</div>'
    ),
    "<dl>\n<dt>«i»</dt>\n<dd>«i»</dd>\n<dt>«w»</dt>\n<dd>\n«b»</dd>\n</dl>",
    '<div class="grid cards">\n<ul>\n<li>\n<p>'
    + ICON
    + " <strong>«w»</strong></p>\n<hr>\n<p>«i»</p>\n</li>\n<li>\n«b»</li>\n</ul>\n</div>",
    '<iframe src="«u»" width="100%" title="«w»"></iframe>',
    (
        '<video controls src="«file»">no video</video>\n'
        '<audio controls><source src="data:audio/wav;base64,UklGRiQAAABXQVZF" type="audio/wav">no sound</audio>«w»\n'
        '<iframe srcdoc="&lt;p&gt;x&lt;/p&gt;" title="«w»"></iframe>\n<p>«w» <lottie-player src="«u»"></lottie-player></p>\n'
        '<object data="data:image/png;base64,iVBORw0KGgo=" type="image/png"></object>'
    ),
    "<script>alert(1)</script>\n<style>p { color: red }</style>",
    '<div id="drawn"></div><script src="«u»"></script><script>draw("drawn")</script>',
    '<section id="drawn"><p>«i»</p></section>',
    '<div><span>«w»</span><span>«i»</span><a href="«page»">«w»</a></div>',
    "<table><td>«b»</td><td>«i»</td><tr><td>«i»</td></tr></table>",
    '<form>«w»<input type="submit" value="«w»"><input type="text" value="x"></form>',
    (
        '<div class="termy" data-termynal data-ty-title="«w»"><span data-ty="input" data-ty-prompt="#">«w»</span>'
        '<span data-ty="progress"></span><span data-ty>«w»<br>«w»<br></span></div>'
    ),
    (
        '<div class="nt-plan-root"><div class="nt-plan-group"><div class="nt-plan-group-summary"><p>«i»</p></div>'
        '<div class="period" title="x 2026-03-03 → 2026-03-09"><span>x</span></div>'
        '<div class="nt-timeline-dot" title="Event 2026-03-03"><span class="description">«i»</span></div></div></div>'
    ),
    '<figure>\n<p><img alt="a" src="«pic»" width="300" loading="lazy"></p>\n<figcaption>\n<p>«i»</p>\n</figcaption>\n</figure>',
    (
        '<figure style="float: right"><img alt="a" src="«pic»"><figcaption>«w»</figcaption></figure>\n'
        '<a href="«u»">«w» <figure><img alt="«w»" src="«pic»"><figcaption>«i»</figcaption></figure></a>'
    ),
    *(f'<a href="{where}">«b»</a>' for where in ("«u»", "«page»", "«file»", "")),
    '<h2>Again <img alt="" src="«pic»"></h2>\n<h2 id="«id»">Again</h2>\n<h3 id="«id»">Again</h3>',
    '<h2 id="«id»">Again</h2>\n<h2 id="«id»">Again.1</h2>\n<h2 id="«id»">Again</h2>',
    '<p><span id="Again">«w»</span> <a href="#Again">«w»</a></p>',
    '<h2 id="«id»">«w»<br>«w»</h2>',
    '<p><img alt="«w»" src="«pic»#only-light"> <img alt="dark" src="«pic»#only-dark"></p>',
    '<p>\n<div class="progress progress-60plus"><div class="progress-bar" style="width:65.00%"><p class="progress-label">65%</p></div></div>\n</p>',
    '<p>«w» <svg class="bi"><use xlink:href="#heart"></use></svg> «w» <svg></svg></p>',
    f'<p>{SVG}</p><svg class="rich-terminal" viewbox="0 0 9 9" xmlns="http://www.w3.org/2000/svg"><title>t</title><text>x</text></svg>',
    '<swagger-ui src="«u»"/>',
    # mkdocstrings
    (
        f'<div class="doc doc-object doc-module"><h1 id="«id»" class="doc doc-heading">{SYMBOL} <span class="doc doc-object-name '
        f'doc-module-name">«w»</span> {PERMALINK}</h1>\n<div class="doc doc-contents first">\n<backlinks identifier="a.b" '
        'handler="python"></backlinks>\n«b»<div class="doc doc-children">\n«b»</div></div></div>'
    ),
    (
        f'<div class="doc doc-object doc-class"><a id="«id»"></a><h2 id="«id»" class="doc doc-heading">{SYMBOL}<span class="doc '
        f'doc-object-name doc-class-name">«w»</span>{LABELS}{PERMALINK}</h2>\n<div class="doc-signature highlight"><pre><span></span><code>'
        '<span class="nf">«w»</span><span class="p">(</span><autoref identifier="bool" optional>«w»</autoref>)\n</code></pre></div>\n'
        f'<div class="doc doc-contents ">\n{BASES}«b»</div></div>'
    ),
    (
        f'<div class="doc doc-object doc-function"><h3 id="«id»" class="doc doc-heading">{SYMBOL} <span class="doc doc-object-name '
        f'doc-function-name">«w»</span>\n{PERMALINK}</h3>\n<div class="language-python doc-signature highlight"><pre><span></span><code>«l»'
        '</code></pre></div>\n<div class="doc doc-contents ">«b»</div></div>'
    ),
    (
        f'<div class="doc doc-object doc-attribute"><h3 id="«id»" class="doc doc-heading">{SYMBOL} <span class="doc doc-object-name '
        f'doc-attribute-name">«w»</span> {LABELS}{PERMALINK}</h3></div>'
    ),
    *(
        f'<h{level} id="«id»" class="doc doc-heading doc-heading-parameter"> <b><code>«w»</code></b> {PERMALINK}</h{level}>'
        for level in (2, 3, 4)
    ),
    '<h3 id="«id»" class="doc doc-heading"><code class="highlight language-python">«w»() -&gt; «w»</code></h3>',
    (
        '<p><span class="doc-section-title">Parameters:</span></p>\n<table><thead><tr><th>Name</th><th>Type</th></tr></thead><tbody>'
        f'<tr class="doc-section-item"><td><code>«w»</code></td><td>{DESCRIBED}</td></tr><tr class="doc-section-item"><td>«w»</td>'
        f'<td class="doc-param-details">{DESCRIBED}<p>«i»</p></td></tr></tbody></table>'
    ),
    f'<ul><li class="doc-section-item field-body"><b><code>«w»</code></b> (<code>«w»</code>) – {DESCRIBED}</li></ul>',
    (
        '<details class="mkdocstrings-source"><summary>Source code in <code>«w».py</code></summary><div class="highlight">'
        f'<table class="highlighttable"><tr>{LINES}<td class="code"><div><pre><span></span><code>«c»</code></pre></div></td></tr></table></div></details>'
    ),
    '<div class="doc-overloads"><pre class="highlight"><code class="language-python doc-signature">«w»(\n    «w»\n)</code></pre></div>',
)

CODE: tuple[str, ...] = (
    '<span class="k">«w»</span> <span class="n">«w»</span><span class="p">(</span>«w»\n',
    '<span class="hll"><span class="o">&lt;</span>«w»</span>\n',
    "«w» &amp; <b>«n»</b> ]]&gt; «w»\n",
    "<span>«w»</span><span></span>\n\n\t«w»\n",
    '<a href="«u»">«w»</a><span class="s1">\'…\'</span>\n',
)

NUMBERED: tuple[str, ...] = (
    '<span id="__span-0-1"><a id="__codelineno-0-1" name="__codelineno-0-1" href="#__codelineno-0-1"></a>«w» <span class="k">«w»</span>\n</span>',
    '<span id="__span-0-2"><a id="__codelineno-0-2" name="__codelineno-0-2"></a><a href="#__codelineno-0-2"><span class="linenos">2</span></a>«w»\n</span>',
)

STORAGE: tuple[str, ...] = (
    '<ac:structured-macro ac:name="jira"><ac:parameter ac:name="key">«w»-«n»</ac:parameter></ac:structured-macro>',
    '<p>«w»&nbsp;&mdash; <ac:link><ri:page ri:content-title="«n»"/><ac:link-body>«w»</ac:link-body></ac:link></p>\n<hr/>',
    '<p><table><tr><td>«w» <a href="#nowhere">«w»</a></td></tr></table></p>',
    '<ac:image><ri:attachment ri:filename="«n».png"/></ac:image><no-such-element its="own">«w»</no-such-element>',
    "«w» &amp; «w»",
    "<h2>Again</h2><hr/>",
    "<p>«w» is <b>not closed</p>",
    "<at:var at:name='«w»'/>",
)
"""What an author may write in a ``confluence-storage`` block; none of it keeps the laws, some of it is no XML."""
