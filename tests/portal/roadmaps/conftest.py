from tests.roadmaps.conftest import add, prove, roadmap

__all__ = ["add", "prove", "roadmap"]
