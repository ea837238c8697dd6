"""The tools of this repository; none of them is shipped with the product.

`environment` makes `.venv`, `stamps` tells what is already made, `steps` is what set-up consists of;
`frontend` builds what the browser fetches; `catalogue`, `extraction`, `proofreading` and `messages` work on
the Russian texts; `chromium` and `postgres` bring what tests need; `checks`, `suite` and `quality` are run by
`start.py`. Whatever runs before packages are installed keeps to the standard library.
"""
