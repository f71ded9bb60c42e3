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

current="$(aws bedrock-agentcore-control get-agent-runtime --region "$AWS_REGION" \
  --agent-runtime-id "$runtime_id" --output json)" || fail "cannot read the runtime $runtime_id"

# What get-agent-runtime tells about the runtime and update-agent-runtime does not take.
request="$(jq --arg image "$image" '
  del(.agentRuntimeArn, .agentRuntimeName, .agentRuntimeVersion, .createdAt, .lastUpdatedAt,
      .status, .failureReason, .workloadIdentityDetails)
  | .agentRuntimeArtifact.containerConfiguration.containerUri = $image
' <<<"$current")"

aws bedrock-agentcore-control update-agent-runtime --region "$AWS_REGION" \
  --cli-input-json "$request" --query '[agentRuntimeVersion, status]' --output text
