"""Languages of code: the name on a fence → the key of the code macro on each target.

Cloud keys are the first aliases of the editor's own list; Data Center keys are those of its 26 brushes, and an
unknown one there shows an error in place of the code, so the map is strict. Both lists: reference, §3.2–3.4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

PLAIN = "text"
"""The key of both targets for code of an unknown language."""

_ROWS = """
abap text: abap
actionscript actionscript3: actionscript actionscript3 as as3
ada text: ada ada2005 ada95
applescript applescript: applescript
arduino cpp: arduino
autoit vb: autoit
bash bash: awk bash bash-session bsdmake console dotenv gawk ksh make makefile mawk mf nawk openrc
  sed sh sh-session shell shell-session shellscript shellsession zsh
c cpp: c h
c++ cpp: c++ cc clike cpp cxx glsl hlsl hpp metal opencl
clojure text: clj cljs clojure clojurescript edn
coffeescript js: coffee coffee-script coffeescript
coldfusion coldfusion: cfc cfm cfs coldfusion
csharp c#: c# cs csharp
css css: css
cuda cpp: cu cuda
d cpp: d
dart java: dart
diff diff: diff patch udiff
docker bash: containerfile docker dockerfile
elixir text: elixir ex exs iex
erlang erl: erl erlang
fortran text: f77 f90 fortran fortranfixed
foxpro text: clipper foxpro purebasic vfp xbase
gherkin text: cucumber gherkin
go text: go golang
graphql text: graphql
groovy groovy: gradle groovy
handlebars xml: handlebars hbs html+handlebars mustache
haskell text: ghci haskell hs lhs literate-haskell
haxe actionscript3: haxe hx hxsl
hcl text: hcl terraform tf
html xml: django erb htm html html+django html+erb html+jinja html5 htmldjango jinja jinja2 rhtml
  svelte vue xhtml
java java: apex java
javafx javafx: javafx jfx
javascript js: cjs javascript js mjs node
json js: geojson json json-ld json-object json5 jsonc jsonl jsonld ndjson
jsx js: jsx react
julia text: jl jlcon julia
kotlin java: kotlin kt
livescript js: live-script livescript
lua text: lua luau
markdown text: markdown md
mathematica text: mathematica mma nb wl wolfram
matlab text: matlab matlabsession
nginx text: nginx
none none: no-highlight nohighlight none raw
objective-c cpp: obj-c obj-c++ objc objc++ objective-c objective-c++ objectivec objectivec++
objective-j cpp: obj-j objective-j objectivej objj
ocaml text: ocaml
octave text: octave
pas delphi: delphi objectpascal pas pascal
perl perl: perl perl6 pl pl6 raku
php php: html+php php php3 php4 php5
powershell powershell: posh powershell ps ps1 ps1con psm1 pwsh pwsh-session
prolog text: prolog
protobuf text: proto protobuf
puppet ruby: puppet
python py: bazel cython ipython ipython2 ipython3 ipythonconsole numpy py py2 py3 pycon pyi pyrex
  python python-console python-repl python2 python3 pyx sage starlark
qbs js: qbs qml
r text: r rconsole rout rscript s splus
racket text: racket rkt
restructuredtext text: rest restructuredtext rst
ruby ruby: duby irb rb rbcon ruby
rust text: rs rust
sass sass: less sass scss stylus
scala scala: scala
scheme text: cl common-lisp elisp emacs emacs-lisp lisp scheme scm
smalltalk text: smalltalk squeak st
splunk-spl text: spl splunk splunk-spl splunkspl
sql sql: cypher hql mysql plpgsql plsql postgres postgres-console postgresql postgresql-console psql
  sparql sql sqlite sqlite3 t-sql trino tsql
standardml text: sml standardml
swift text: swift
tcl text: tcl
tex text: latex tex
text text: abnf aconf apache apacheconf asm bat batch bnf ca65 cfg cmake cobol cobolfree conf cr
  crystal d2 desktop dosbatch dosini dot ebnf editorconfig f# fsharp gas graphviz http ini
  jproperties kmsg literal llvm log mermaid move nasm nim nimrod nix nixos objdump output plain
  plaintext plantuml properties py3tb pytb python-traceback regex robotframework solidity syslog
  text txt vim wasm wat winbatch zig
toml text: toml
tsx js: tsx
typescript js: ts typescript
vala c#: vala vapi
vbnet vb: lobas oobas sobas vb.net vbnet
verilog text: sv systemverilog v verilog
vhdl text: vhdl
visualbasic vb: vb vba vbscript visualbasic
xml xml: plist rss svg wsdl xml xsd xsl xslt
xquery xml: xq xql xqm xquery xqy
yaml yml: docker-compose openapi salt sls yaml yaml+jinja yamlex yml
"""
"""``CLOUD DATACENTER: NAME…``; an indented line goes on with the names."""


def _rows() -> Iterator[tuple[str, str, str]]:
    """(name, Cloud key, Data Center key) of every name."""
    for row in _ROWS.strip().replace("\n  ", " ").splitlines():
        keys, names = row.split(": ")
        cloud, datacenter = keys.split()
        for name in names.split():
            yield name, cloud, datacenter


CLOUD: Mapping[str, str] = MappingProxyType({name: cloud for name, cloud, _ in _rows()})
DATACENTER: Mapping[str, str] = MappingProxyType({name: datacenter for name, _, datacenter in _rows()})


def key(languages: Mapping[str, str], name: str) -> str | None:
    """The key for a name as it stands on a fence (``Python``, ``language-py``); None where it is unknown.

    A template in another language (``sql+jinja``) is that language where the two together are unknown.
    """
    name = name.strip().lower().removeprefix("language-")
    return next((languages[part] for part in (name, *name.split("+")) if part in languages), None)
