#!/usr/bin/env bash
# Bring what a Bedrock AgentCore runtime and gateway have of this server up to date.
#
#   AWS_REGION=eu-central-1 ./update_agentcore.sh runtime RUNTIME_ID IMAGE
#   AWS_REGION=eu-central-1 ./update_agentcore.sh gateway GATEWAY_ID TARGET_ID
#
# The first gives the runtime a new image and leaves everything else as it is. The second lets the gateway
# read the server's tools/list again, and checks what it then lists: with GATEWAY_TOKEN, a token that the
# gateway takes, its own tools/list is asked, and each tool of the target must be there with a
# target_account_id, but for those that never had one.
set -euo pipefail

fail() {
  echo "update_agentcore: $1" >&2
  exit 1
}

command -v aws >/dev/null 2>&1 || fail "aws is not installed; see https://docs.aws.amazon.com/cli/"
command -v jq >/dev/null 2>&1 || fail "jq is not installed; see https://jqlang.org/download/"
[[ $# -eq 3 && "$1" =~ ^(runtime|gateway)$ ]] ||
  fail "three arguments are needed: runtime RUNTIME_ID IMAGE, or gateway GATEWAY_ID TARGET_ID"
[[ -n "${AWS_REGION:-}" ]] || fail "AWS_REGION is not set; it is the region of the $1"

control=(aws bedrock-agentcore-control --region "$AWS_REGION")

# update-agent-runtime replaces the whole configuration: what is not sent is lost. So the runtime is
# read first, and all of it is sent back with the new image in it.
if [[ "$1" == runtime ]]; then
  runtime_id="$2"
  image="$3"
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
  exit 0
fi

gateway="$2"
target="$3"
"${control[@]}" synchronize-gateway-targets --gateway-identifier "$gateway" \
  --target-id-list "$target" --output json >/dev/null || fail "cannot synchronise the target $target"

status=SYNCHRONIZING
until [[ "$status" != SYNCHRONIZING ]]; do
  sleep "${REFRESH_SECONDS:-5}"
  answer="$("${control[@]}" get-gateway-target --gateway-identifier "$gateway" \
    --target-id "$target" --output json)" || fail "cannot read the target $target"
  status="$(jq --raw-output '.status' <<<"$answer")"
done
reasons="$(jq --compact-output '.statusReasons // []' <<<"$answer")"
[[ "$status" == READY ]] || fail "the target is $status: $reasons"
name="$(jq --raw-output '.name' <<<"$answer")"
echo "The gateway has read the tools of $name."

if [[ -z "${GATEWAY_TOKEN:-}" ]]; then
  echo "tools/list was not asked: GATEWAY_TOKEN is not set."
  exit 0
fi

command -v curl >/dev/null 2>&1 || fail "curl is not installed"
url="$("${control[@]}" get-gateway --gateway-identifier "$gateway" --query gatewayUrl --output text)"
cursor=null
tools='[]'
while true; do
  request="$(jq --null-input --argjson cursor "$cursor" '{jsonrpc: "2.0", id: 1, method: "tools/list",
    params: (if $cursor then {cursor: $cursor} else {} end)}')"
  # The token is given on standard input: a command line can be read by others.
  listed="$(curl --silent --show-error --fail --config - --data "$request" \
    --header "content-type: application/json" --header "accept: application/json" "$url" \
    <<<"header = \"authorization: Bearer $GATEWAY_TOKEN\"")" || fail "$url does not answer tools/list"
  tools="$(jq --argjson before "$tools" '$before + (.result.tools // [])' <<<"$listed")"
  cursor="$(jq --compact-output '.result.nextCursor' <<<"$listed")"
  [[ "$cursor" != null ]] || break
done

jq --raw-output --arg prefix "${name}___" '
  map(select(.name | startswith($prefix)))
  | (map(select(.inputSchema.properties.target_account_id)) | length) as $taking
  | "\(length) tools of the target are listed, \($taking) with target_account_id.",
    (map(select(.inputSchema.properties.target_account_id | not)) | .[] | "  without: \(.name)")
' <<<"$tools"
jq --exit-status --arg prefix "${name}___" '
  any(.[]; (.name | startswith($prefix)) and .inputSchema.properties.target_account_id)
' <<<"$tools" >/dev/null || fail "no tool of the target has a target_account_id"
