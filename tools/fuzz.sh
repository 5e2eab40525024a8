#!/bin/sh
# Runs random sessions of the release build, and every oracle checks each session. A session that fails is made short and printed.
# The options are those of Tests/Fuzz: --seconds N, --seed N, --sessions N … The status is 1 where a session failed.
set -eu
cd "$(dirname "$0")/.."
tools/build.sh
tools/build.sh Fuzz
exec .build/release/Fuzz "$@"
