# Thin aliases of start.py, which needs no make: python3 start.py help
.PHONY: setup run test test-fast check bench quality lock messages help
setup run test test-fast check bench quality lock messages help:
	@python3 start.py $@ $(ARGS)
.DEFAULT_GOAL := help
