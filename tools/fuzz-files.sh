#!/bin/sh
# Feeds random input to the readers of files, printed arrays, scripts and the history. libFuzzer makes the input, and the address sanitizer
# watches. SECONDS is the time for all readers together. Inputs stay in Fuzzing/.build/corpus; the first are those of Tests/Readers.
# An input that makes a reader fail is written to Fuzzing/.build/found. Make it small, put it into Tests/Readers/READER and mend the reader.
# The status is 1 where a reader failed.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-120}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! swift build --package-path Fuzzing --product Readers -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld -Xcc -fsanitize=address >"$log" 2>&1; then
  cat "$log" >&2
  exit 1
fi
# Without this line the program hangs after a crash, because it waits for a backtrace.
export SWIFT_BACKTRACE=enable=no
found=Fuzzing/.build/found
mkdir -p "$found"
readers="npy npz archive table array model safetensors onnx printed parser history"
share=$((seconds / 11 + 1))
broken=0
for reader in $readers; do
  corpus=Fuzzing/.build/corpus/$reader
  mkdir -p "$corpus"
  known=Tests/Readers/$reader
  [ -d "$known" ] || known=
  # shellcheck disable=SC2086 # one folder or none
  if READER=$reader Fuzzing/.build/debug/Readers "$corpus" $known -max_total_time="$share" -max_len=2048 -timeout=10 -rss_limit_mb=1024 -artifact_prefix="$found/$reader-" \
    >"$log" 2>&1; then
    echo "$reader: $(grep -o 'Done .*' "$log"), $(grep -oE 'cov: [0-9]+' "$log" | tail -n 1)"
  else
    broken=1
    echo "$reader: FAILED"
    grep -E 'Fatal error|ERROR|SUMMARY|Test unit written' "$log" || tail -n 5 "$log"
  fi
done
exit "$broken"
