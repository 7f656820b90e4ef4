#!/bin/sh
# Runs fuzz targets.
#   fuzz.sh corpus TARGET...           each once over its seeds in tests/fuzz/corpus/NAME
#   fuzz.sh run SECONDS TARGET...      each for SECONDS; what it finds grows build/fuzz/corpus/NAME, a crash stays in
#                                      build/fuzz/crash-NAME-*
set -u
cd "$(dirname "$0")/../.."
mode=${1:-}
[ $# -gt 1 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
shift
seconds=0
if [ "$mode" = run ]; then
    seconds=$1
    shift
fi

passed=0 failed=0
for target in "$@"; do
    name=$(basename "$target")
    seeds=tests/fuzz/corpus/$name
    grown=build/fuzz/corpus/$name
    log=build/fuzz/$name.log
    mkdir -p "$grown"
    if ! ls "$seeds"/* >/dev/null 2>&1; then
        echo "$name: no seeds in $seeds"
        failed=$((failed + 1))
        continue
    fi
    set -- -timeout=10 -rss_limit_mb=3072 -artifact_prefix="build/fuzz/crash-$name-"
    case $mode in
    corpus) "$target" "$@" -runs=0 "$seeds" >"$log" 2>&1 ;;
    run) "$target" "$@" -max_total_time="$seconds" -use_value_profile=1 "$grown" "$seeds" >"$log" 2>&1 ;;
    esac
    code=$?
    if [ $code = 0 ]; then
        passed=$((passed + 1))
        [ "$mode" != run ] || echo "$name: $(grep -c . "$log") lines, $(ls "$grown" | wc -l) inputs kept, no crash"
    else
        failed=$((failed + 1))
        tail -n 40 "$log"
        echo "$name: failed, see $log"
    fi
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
