"""An invented region to try the product in: everyone and everything in it is fictitious.

`names` invents, `region` opens the nodes and accounts, `plans` reads the sample documents in `documents/`
through the real reader and lives a year of work into them, `levels` makes one plan of many levels of them, `cascade`
hands the lines of each level down to the next, `papers` draws up and registers documents, `people` fills the bases of
mentees and mentors, `gatherings` holds events. The same seed gives the same region.
"""
