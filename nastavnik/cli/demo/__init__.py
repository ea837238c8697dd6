"""An invented region to try the product in: everyone and everything in it is fictitious.

`names` invents, `region` opens the nodes and accounts, `plans` reads the sample documents in `documents/`
through the real reader and lives a year of work into them. The same seed gives the same region.
"""
