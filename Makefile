# What people do with vnet. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := all

# Debian packages that a build needs.
BUILD_PACKAGES := libsystemd-dev libsqlite3-dev libgmime-3.0-dev libical-dev pkg-config python3 tzdata

.PHONY: all help setup check fmt lint clean

all: setup ## Build for release
	swift build -c release

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install the Debian packages that are missing, and say which
	@missing=$$(for p in $(BUILD_PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "Installing" $$missing; \
	  if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	  export TMPDIR=/var/tmp DEBIAN_FRONTEND=noninteractive; \
	  $$sudo apt-get update -q >/dev/null && $$sudo apt-get install -y -q --no-install-recommends $$missing >/dev/null; \
	fi

check: setup lint ## Run all tests
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build

lint: ## Check the layout of the code
	swift format lint --strict --recursive --parallel Package.swift Sources Tests

fmt: ## Lay out the code
	swift format --in-place --recursive --parallel Package.swift Sources Tests

clean: ## Remove what was built
	rm -rf .build .build-*
