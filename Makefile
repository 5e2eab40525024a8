PREFIX ?= /usr/local
.PHONY: build lint format lessons bench bench-all install fuzz
build: ; @tools/setup.sh && tools/build.sh
lint: ; @tools/check.sh
format: ; @swift format --in-place --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources
lessons: build ; @tools/lessons.sh
bench: build ; @tools/bench.sh
bench-all: build ; @tools/bench.sh --all
fuzz: build ; @tools/fuzz.sh --seconds $(or $(SECONDS),60) --seed $(or $(SEED),1)
install: build ; @install -D -m 755 .build/release/nnshell "$(DESTDIR)$(PREFIX)/bin/nnshell"
