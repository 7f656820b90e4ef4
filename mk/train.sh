#!/usr/bin/env bash
# What `make pgo` learns from: a replay of generated events, with all that comes with them.   mk/train.sh FOLDER
# FOLDER/leadline is one that counts what it does, beside its objects.
set -euo pipefail
leadline=$1/leadline work=$1/train
mkdir -p "$work"
gen() { # gen NAME SALES OPTION...
    "$leadline" gen --quiet --sales "$2" --out "$work/$1.ndjson" --dealers-out "$work/$1.csv" "${@:3}"
}
replay() { # replay NAME OPTION...
    "$leadline" replay --quiet --threads 1 --rules rules/atf.yaml --groups rules/groups.yaml \
        --dealers "$work/$1.csv" --out "$work/leads.ndjson" "${@:2}" "$work/$1.ndjson"
}
gen usual 60000 --seed 21
gen unquiet 5000 --seed 22 --late 0.2 --duplicates 0.1 --corrections 0.1 --voids 0.1 --malformed 0.02 --traces 0.3
replay usual
replay unquiet
replay unquiet --final
rm -r "$work"
