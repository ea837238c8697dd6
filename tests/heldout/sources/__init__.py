"""The held-out plans as data: each module holds one plan and draws it in a layout of its own."""
