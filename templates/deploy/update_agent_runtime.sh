#!/usr/bin/env bash
# Give a Bedrock AgentCore runtime a new image and leave everything else as it is.
#
#   AWS_REGION=eu-central-1 ./update_agent_runtime.sh RUNTIME_ID IMAGE
#
# update-agent-runtime replaces the whole configuration: what is not sent is lost. So the runtime is
# read first, and all of it is sent back with the new image in it.
set -euo pipefail

fail() {
  echo "update_agent_runtime: $1" >&2
  exit 1
}

command -v aws >/dev/null 2>&1 || fail "aws is not installed; see https://docs.aws.amazon.com/cli/"
command -v jq >/dev/null 2>&1 || fail "jq is not installed; see https://jqlang.org/download/"
[[ $# -eq 2 ]] || fail "two arguments are needed: RUNTIME_ID IMAGE"
[[ -n "${AWS_REGION:-}" ]] || fail "AWS_REGION is not set; it is the region of the runtime"
runtime_id="$1"
image="$2"

control=(aws bedrock-agentcore-control --region "$AWS_REGION")

current="$("${control[@]}" get-agent-runtime --agent-runtime-id "$runtime_id" --output json)" ||
  fail "cannot read the runtime $runtime_id"
jq --exit-status '.agentRuntimeArtifact.containerConfiguration' <<<"$current" >/dev/null ||
  fail "the runtime $runtime_id does not run a container image"

# Of what get-agent-runtime tells, all that update-agent-runtime takes: it names that itself.
accepted="$("${control[@]}" update-agent-runtime --generate-cli-skeleton input)"
request="$(jq --argjson accepted "$accepted" --arg image "$image" '
  with_entries(select(.key | in($accepted)))
  | .agentRuntimeArtifact.containerConfiguration.containerUri = $image
' <<<"$current")"

# In a file that only this user can read, not on the command line: the runtime's environment, which
# is part of it, may hold secrets. (The AWS CLI reads the file twice, so a pipe will not do.)
request_file="$(mktemp)"
trap 'rm -f "$request_file"' EXIT
printf '%s' "$request" >"$request_file"
"${control[@]}" update-agent-runtime --cli-input-json "file://$request_file" \
  --query '[agentRuntimeVersion, status]' --output text
