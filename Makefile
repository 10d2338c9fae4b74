# What people do with vnet. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := all

# Debian packages that a build needs.
BUILD_PACKAGES := libsystemd-dev libsqlite3-dev libgmime-3.0-dev libical-dev pkg-config python3 tzdata

# And those that the tests need: shells whose completions are tried.
CHECK_PACKAGES := bash zsh fish

PREFIX ?= /usr/local
DESTDIR ?=
# The units and the daemon's defaults name these, whatever the prefix; a package sets PREFIX=/usr.
UNITDIR ?= $(PREFIX)/lib/systemd/system

.PHONY: all help setup check soak soak-fuzz soak-hostile fmt lint demo install clean

all: setup ## Build for release, into .build/bin
	swift build -c release --static-swift-stdlib
	@# A client that is run for each line of a script has to start at once, so it is static through and through.
	swift build -c release --product vnetctl --scratch-path .build-cli -Xswiftc -static-executable
	@mkdir -p .build/bin && ln -f .build/release/vnetd .build/release/vnet-mailer .build-cli/release/vnetctl .build/bin/

demo: all ## Run a cohort's year, from the import of its schools to the purge of what was written
	@contrib/demo/run

install: all ## Install below PREFIX (/usr/local), in DESTDIR where given
	install -D -m 755 -s -t $(DESTDIR)$(PREFIX)/bin .build/bin/vnetctl
	install -D -m 755 -s -t $(DESTDIR)$(PREFIX)/sbin .build/bin/vnetd
	install -D -m 755 -s -t $(DESTDIR)$(PREFIX)/libexec/vnet .build/bin/vnet-mailer
	@# Where each shell looks for completions of what is installed below the prefix.
	.build/bin/vnetctl completion bash | install -D -m 644 /dev/stdin $(DESTDIR)$(PREFIX)/share/bash-completion/completions/vnetctl
	.build/bin/vnetctl completion zsh | install -D -m 644 /dev/stdin $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_vnetctl
	.build/bin/vnetctl completion fish | install -D -m 644 /dev/stdin $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/vnetctl.fish

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

check: BUILD_PACKAGES += $(CHECK_PACKAGES)
check: setup lint ## Run all tests
	swift build --build-tests --explicit-target-dependency-import-check error
	@# A debug build is slow, and the machine busy; `make soak` asks for the 100 ms.
	contrib/hostile/run .build/debug/vnetd 4 1000
	swift test --skip-build

soak: soak-fuzz soak-hostile ## Run the full counts, which takes long

soak-fuzz: setup
	contrib/fuzz/run json 1000000
	contrib/fuzz/run server 1000000

soak-hostile: all
	contrib/hostile/run .build/release/vnetd 60

lint: ## Check the layout of the code
	swift format lint --strict --recursive --parallel Package.swift Sources Tests contrib

fmt: ## Lay out the code
	swift format --in-place --recursive --parallel Package.swift Sources Tests contrib

clean: ## Remove what was built
	rm -rf .build .build-*
