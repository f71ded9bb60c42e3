#!/usr/bin/env bash
# Let a Bedrock AgentCore gateway read the server's tools/list again, and check what it then lists.
#
#   AWS_REGION=eu-central-1 ./refresh_gateway.sh GATEWAY_ID TARGET_ID
#
# With GATEWAY_TOKEN, a token that the gateway takes, its own tools/list is asked afterwards: each tool of
# the target must be there with a target_account_id, but for those that never had one.
set -euo pipefail

fail() {
  echo "refresh_gateway: $1" >&2
  exit 1
}

command -v aws >/dev/null 2>&1 || fail "aws is not installed; see https://docs.aws.amazon.com/cli/"
command -v jq >/dev/null 2>&1 || fail "jq is not installed; see https://jqlang.org/download/"
[[ $# -eq 2 ]] || fail "two arguments are needed: GATEWAY_ID TARGET_ID"
[[ -n "${AWS_REGION:-}" ]] || fail "AWS_REGION is not set; it is the region of the gateway"
gateway="$1"
target="$2"

control=(aws bedrock-agentcore-control --region "$AWS_REGION")

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
