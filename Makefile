.PHONY: help build test format golden docs demo

help: ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

build: ## plugins and command, without tests
	mvn -B -DskipTests package

test: ## everything CI runs
	mvn -B verify

format: ## format all Java sources
	mvn -B spotless:apply

golden: ## write golden files and the reference anew; read the difference before committing
	mvn -B verify -Dgolden.update=true

docs: golden ## the same: the reference is a golden file

demo: ## see it work
	./dms demo --stop-when in-sync
