# Every command of the project; CI calls the same ones. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run dev check test test-rust e2e manual bench seed browser setup setup-browser setup-tests fmt

HOME ?= /root
# Outside the checkout: a fresh clone shares what an earlier one has compiled.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/nuandong/target
# Where the server finds the browser part (the folder above pkg/).
export NUANDONG_SITE_DIR ?= $(CARGO_TARGET_DIR)/site
# The same flag for every build, server and browser part: they must agree on it (it decides where leptos puts the markers
# that islands look for), it shortens compile times, and one value keeps the caches shared between all commands.
# scripts/common.sh sets the same for whoever calls a script directly.
ERASE := --cfg erase_components
export RUSTFLAGS := $(if $(findstring $(ERASE),$(RUSTFLAGS)),$(RUSTFLAGS),$(strip $(ERASE) $(RUSTFLAGS)))
export PATH := $(PATH):$(HOME)/.cargo/bin
LOCKED := $(if $(CI),--locked)
REPORTS ?= 1000

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Build what is missing and serve on http://127.0.0.1:3000 (DEMO=1: people of every role, reports in every state)
	@scripts/run.sh $(if $(DEMO),--demo) $(ARGS)

dev: ## Serve, and rebuild on every change (DEMO=1 as above)
	@scripts/dev.sh $(if $(DEMO),--demo) $(ARGS)

check: ## Fast: format, types and lints
	cargo fmt --check
	cargo clippy $(LOCKED) --all-targets -- -D warnings

test: ## Everything: format, lints, Rust tests on both databases, browser tests without and with JavaScript, accessibility
	@scripts/test.sh

test-rust: ## Rust tests only, on both databases (ARGS="-E 'test(name)'" goes to nextest)
	@dir=$$(mktemp -d /tmp/nuandong-pg.XXXXXX); trap 'scripts/postgres.sh stop '$$dir EXIT; \
	NUANDONG_TEST_POSTGRES_URL=$$(scripts/postgres.sh start $$dir) && export NUANDONG_TEST_POSTGRES_URL && \
	if cargo nextest --version >/dev/null 2>&1; then cargo nextest run $(LOCKED) $(ARGS); else cargo test $(LOCKED) $(ARGS); fi

e2e: setup-tests browser ## Browser tests only (ARGS="--project=no-js -g words" goes to Playwright)
	cargo build $(LOCKED)
	scripts/e2e.sh $(ARGS)

manual: setup-tests ## Make docs/manual anew: the journeys, photographed by the browser tests
	cargo build $(LOCKED)
	rm -rf docs/manual
	NUANDONG_MANUAL=$(CURDIR)/docs/manual scripts/e2e.sh --project=manual

bench: ## Measure (docs/performance.md), with the slow, best optimised build (ARGS="1000 1000000": sizes of the queue)
	cargo bench $(LOCKED) --profile dist --bench table -- $(ARGS)

seed: ## Fill data/ with synthetic reports (REPORTS=1000000)
	cargo build $(LOCKED) --release
	$(CARGO_TARGET_DIR)/release/nuandong seed --reports $(REPORTS) $(ARGS)

browser: ## Build the browser part (the islands), getting its toolchain if need be
	@scripts/build-browser-part.sh

fmt: ## Format the code
	cargo fmt

setup: setup-browser setup-tests ## Install everything that building and testing need

setup-browser: ## Install what the browser part is built with
	@scripts/setup-browser-toolchain.sh

setup-tests: ## Install what the tests need (Chromium, fonts, PostgreSQL, mail server, Playwright)
	@scripts/setup-test-tools.sh
