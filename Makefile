# What people do with vnet. `make help` lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := all

# Debian packages that a build needs.
BUILD_PACKAGES := libsystemd-dev libsqlite3-dev libgmime-3.0-dev libical-dev libcurl4-openssl-dev pkg-config python3 tzdata

# And those that the tests need: shells whose completions are tried, a second reader of calendar entries, what lays the
# manual out, an independent JSON Schema validator and checker of signatures, what the examples are written in, a compiler for
# the shim that makes system calls fail, and file systems to mount.
CHECK_PACKAGES := bash zsh fish python3-icalendar mandoc python3-jsonschema socat jq openssl gcc libc6-dev e2fsprogs btrfs-progs

# And those that the bench compares with.
BENCH_PACKAGES := redis-server redis-tools qemu-system-sparc openvswitch-common sqlite3 gcc libc6-dev

# A package sets PREFIX=/usr. State, sockets and configuration are where they always are.
PREFIX ?= /usr/local
DESTDIR ?=
BINDIR := $(PREFIX)/bin
SBINDIR := $(PREFIX)/sbin
LIBEXECDIR := $(PREFIX)/libexec
LIBDIR := $(PREFIX)/lib

.PHONY: all help setup check soak soak-fuzz soak-hostile soak-years soak-history soak-faults mutants bench manual fmt lint demo install clean

all: setup ## Build for release, into .build/bin
	swift build -c release --static-swift-stdlib
	@# A client that is run for each line of a script has to start at once, so it is static through and through.
	swift build -c release --product vnetctl --scratch-path .build-cli -Xswiftc -static-executable
	@mkdir -p .build/bin && ln -f .build/release/vnetd .build/release/vnet-mailer .build-cli/release/vnetctl .build/bin/

demo: all ## Run a cohort's year, from the import of its schools to the purge of what was written
	@contrib/demo/run

install: all ## Install below PREFIX (/usr/local), in DESTDIR where given
	install -D -m 755 -s -t $(DESTDIR)$(BINDIR) .build/bin/vnetctl
	install -D -m 755 -s -t $(DESTDIR)$(SBINDIR) .build/bin/vnetd
	install -D -m 755 -s -t $(DESTDIR)$(LIBEXECDIR)/vnet .build/bin/vnet-mailer
	@# Where each shell looks for completions of what is installed below the prefix.
	.build/bin/vnetctl completion bash | install -D -m 644 /dev/stdin $(DESTDIR)$(PREFIX)/share/bash-completion/completions/vnetctl
	.build/bin/vnetctl completion zsh | install -D -m 644 /dev/stdin $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_vnetctl
	.build/bin/vnetctl completion fish | install -D -m 644 /dev/stdin $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/vnetctl.fish
	install -D -m 644 -t $(DESTDIR)$(LIBDIR)/systemd/system systemd/*.socket
	for unit in vnetd vnet-mailer; do \
	  sed -e 's|@BINDIR@|$(BINDIR)|; s|@SBINDIR@|$(SBINDIR)|; s|@LIBEXECDIR@|$(LIBEXECDIR)|' systemd/$$unit.service.in \
	    | install -m 644 /dev/stdin $(DESTDIR)$(LIBDIR)/systemd/system/$$unit.service; \
	done
	for page in man/*; do \
	  install -D -m 644 $$page $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/}; \
	done
	install -D -m 644 systemd/vnet.sysusers $(DESTDIR)$(LIBDIR)/sysusers.d/vnet.conf
	install -D -m 644 systemd/vnet.tmpfiles $(DESTDIR)$(LIBDIR)/tmpfiles.d/vnet.conf
	@# What an administrator has written stays.
	for file in vnetd.toml mailer.toml; do \
	  [ -e $(DESTDIR)/etc/vnet/$$file ] || install -D -m 644 -t $(DESTDIR)/etc/vnet contrib/$$file || exit 1; \
	done

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

check soak: BUILD_PACKAGES += $(CHECK_PACKAGES)
bench: BUILD_PACKAGES += $(BENCH_PACKAGES)

check: lint all ## Run all tests
	swift build --build-tests --explicit-target-dependency-import-check error
	@# A debug build is slow, and the machine busy; `make soak` asks for the 100 ms.
	contrib/hostile/run .build/debug/vnetd 4 1000
	swift test --skip-build
	Tests/History/run --seeds 20

soak: soak-fuzz soak-hostile soak-years soak-history soak-faults ## Run the full counts, which takes long

soak-fuzz: setup
	contrib/fuzz/run json 1000000
	contrib/fuzz/run server 1000000
	contrib/fuzz/run mail 200000
	for files in configuration templates register links contacts holidays terms; do \
	  contrib/fuzz/run $$files 200000 || exit 1; \
	done

soak-hostile: all
	contrib/hostile/run .build/release/vnetd 60

# 500 years, killed at random points.
soak-years: all
	swift build --build-tests
	VNET_SEEDS=500 swift test --skip-build --filter EndToEndTests

bench: all ## Measure beside redis, QEMU's monitor, OVSDB and bare SQLite: ratios and a plot
	contrib/bench/run

manual: setup ## Write the manual's tables anew, from the program's
	VNET_WRITE_MANUAL=1 swift test --filter ManualTests

# 1,000 times ten years of forty cohorts, the invariants held after each step.
soak-history: all
	Tests/History/run --seeds 1000

mutants: setup ## Make the sources wrong in seeded places, and see whether the unit tests notice
	contrib/mutants/run

# Every system call of a purge, a change, a start and a restore, failing in every way.
soak-faults: all
	Tests/Faults/run
	Tests/Faults/run --disks

lint: ## Check the layout of the code
	swift format lint --strict --recursive --parallel Package.swift Sources Tests contrib

fmt: ## Lay out the code
	swift format --in-place --recursive --parallel Package.swift Sources Tests contrib

clean: ## Remove what was built
	rm -rf .build .build-*
