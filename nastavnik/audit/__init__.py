"""Who did what to which row, and when.

A deed calls `record.record` inside its own transaction: an `Event` holds ids and field names, never the
values of a person, and carries its own MAC. `sealer.seal` chains the events in short batches; `chain.verify`
finds an event that was edited, deleted, inserted or moved and, given an anchor kept elsewhere, a cut tail.
"""
