from tests.roadmaps.cascade.plans import above, hand

__all__ = ["above", "hand"]
