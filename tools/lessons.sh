#!/bin/sh
# Runs every script of scripts/ and shows its output. It stops at the first script that fails.
set -eu
cd "$(dirname "$0")/.."
for script in scripts/*.nns; do
  echo "== $script"
  .build/release/nnshell "$script"
done
