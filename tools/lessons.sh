#!/bin/sh
# Runs every script of scripts/ and shows what it prints; stops at the first that fails.
set -eu
cd "$(dirname "$0")/.."
for script in scripts/*.nns; do
  echo "== $script"
  .build/release/nnshell "$script"
done
