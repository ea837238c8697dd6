"""The design system: what every page is made of.

`templates/ui/page.html` is the page, `templates/cotton/` the components, `static/ui/` the look and the few
scripts. `context` gives each page its frame (navigation, acting role, theme), `wording` writes dates and
numbers, `charts` draws, `toasts` tells what was done. The gallery shows every component in every state;
docs/design-system.md lists their parameters.
"""
