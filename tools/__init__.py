"""The tools of this repository; none of them is shipped with the product.

`environment` makes `.venv`, `stamps` tells what is already made, `steps` is what set-up consists of,
`frontend` and `messages` build what the browser and the reader see, `chromium` and `postgres` bring what
tests need, `checks`, `suite` and `quality` are what `start.py` runs. The first three, `chromium` and the
runners keep to the standard library: they run before anything is installed.
"""
