#!/usr/bin/env bash
# Every measurement of docs/results that needs a model, against one OpenAI-compatible endpoint:
#
#   benchmarks/measure_model.sh ENDPOINT MODEL BENCHMARKS OUT STAGE...
#
# BENCHMARKS is the folder of the publishers' files. Stages, in any order: evaluate, again (another seed), aime,
# heldout, pipeline (500 candidates; author, judges and solver are MODEL), judges (their rates), catalogue (calibration
# of the shipped environments). A stage that was interrupted goes on where it stopped; a stage that fails does not keep
# the next from running. RESYN is the command (resyn), PYTHON the interpreter of benchmarks (python3).
set -uo pipefail

endpoint=${1:?ENDPOINT is missing} model=${2:?MODEL is missing} data=${3:?BENCHMARKS is missing} out=${4:?OUT is missing}
shift 4
resyn=${RESYN:-resyn} python=${PYTHON:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
at=(--endpoint "$endpoint" --model "$model")
mkdir -p "$out"

evaluate() {
  local folder=$1
  shift
  $resyn evaluate --data "$data" "${at[@]}" --concurrency 512 --out "$out/$folder" --json "$@" >"$out/$folder.json"
}

stage() {
  case $1 in
    evaluate) evaluate evaluation -b bbh,gsm8k,bbeh-mini -k 4 ;;
    again) evaluate evaluation_again -b bbh,gsm8k,bbeh-mini -k 4 --seed 1 ;;
    aime) evaluate aime -b aime24 -k 32 --max-tokens 2048 ;;
    heldout) evaluate heldout -b heldout -k 1 --limit 1500 ;;
    pipeline)
      $resyn run "${at[@]}" --solver-model "$model" --count 100 --proposals 5 --concurrency 100 \
        --config temperature=0.4 --config instances=5 --out "$out/pipeline" --json >"$out/pipeline.json"
      $resyn report "$out/pipeline" --out "$out/pipeline/report.html"
      ;;
    judges)
      (cd "$here" && $python benchmarks/judge_rates.py "${at[@]}" --concurrency 100 --environments 60 --bugs 3 \
        --corpus tests/gate/corpus/replies.jsonl --votes 3 --out "$out/rates.json")
      ;;
    catalogue)
      $resyn calibrate --catalogue "${at[@]}" --instances 12 --max-tokens 1024 --concurrency 256 \
        --out "$out/calibration" --json >"$out/calibration.json"
      ;;
    *) echo "no stage is called '$1'" >&2 && return 2 ;;
  esac
}

for name in "$@"; do
  begun=$SECONDS
  stage "$name" 2>"$out/$name.log"
  echo "$name: exit $?, $((SECONDS - begun)) s"
done
