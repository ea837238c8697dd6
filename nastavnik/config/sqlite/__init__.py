"""Django's SQLite engine over the newest SQLite at hand.

The wheel ``pysqlite3`` carries SQLite 3.53; write-ahead logging before 3.51.3 can corrupt a database
under concurrent checkpoints, so an older library gets the rollback journal (security rule 10).
"""
