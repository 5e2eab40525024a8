PREFIX ?= /usr/local
.PHONY: build lint rooms docs format lessons test-page peers test-peers bench bench-all install package test-package fuzz fuzz-files planted sanitize sanitize-threads torture
build: ; @tools/setup.sh && tools/build.sh
lint: ; @tools/check.sh
rooms: ; @swift build >/dev/null && python3 tools/rooms.py
docs: build ; @.build/release/nnshell --reference > docs/reference.md.new && mv docs/reference.md.new docs/reference.md && tools/pictures.sh
format: ; @swift format --in-place --recursive Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources Fuzzing/Package.swift Fuzzing/Sources
lessons: build ; @tools/lessons.sh
test-page: ; @tools/test-page.sh
peers: ; @tools/peers.sh
test-peers: ; @tools/test-peers.sh
bench: build ; @tools/bench.sh
bench-all: build ; @tools/bench.sh --all
fuzz: build ; @tools/fuzz.sh --seconds $(or $(SECONDS),60) --seed $(or $(SEED),1)
fuzz-files: ; @tools/fuzz-files.sh $(or $(SECONDS),120)
planted: ; @tools/planted.sh
torture: ; @tools/torture.sh
sanitize: ; @tools/sanitize.sh
sanitize-threads: ; @tools/sanitize.sh threads
install: build ; @install -D -m 755 -t "$(DESTDIR)$(PREFIX)/bin" .build/release/nnshell .build/release/nnshell-arrays
package: ; @tools/package.sh
test-package: ; @tools/test-package.sh
