#!/usr/bin/env bash
# Build this server's image for Bedrock AgentCore (arm64) and push it to Amazon ECR.
#
#   AWS_REGION=eu-central-1 ./build_and_push.sh
#
# MCP_SERVER_NAME  the image and the ECR repository; it must exist
# AWS_REGION       the registry's region
# AWS_ACCOUNT      the registry's account; default: the account of the credentials
# AWS_PROFILE      the AWS CLI's profile, if not the default one
#
# Tags: latest and v<timestamp>. The last line printed is the image to give to the runtime.
set -euo pipefail

MCP_SERVER_NAME="${MCP_SERVER_NAME:-{{MCP_SERVER_NAME}}}"

fail() {
  echo "${0##*/}: $1" >&2
  exit 1
}

require_command() {
  command -v "$1" >/dev/null 2>&1 || fail "$1 is not installed; $2"
}

require_command docker "see https://docs.docker.com/engine/install/"
require_command aws "see https://docs.aws.amazon.com/cli/"
[[ -n "${AWS_REGION:-}" ]] || fail "AWS_REGION is not set; it is the region of the ECR registry"
[[ "$MCP_SERVER_NAME" =~ ^[a-z0-9][a-z0-9._/-]*$ ]] ||
  fail "MCP_SERVER_NAME is '$MCP_SERVER_NAME'; an image name has lower-case letters, digits, . _ - /"
cd "$(dirname "${BASH_SOURCE[0]}")"
[[ -f Dockerfile-AgentCore-Runtime ]] || fail "no Dockerfile-AgentCore-Runtime beside this script"
docker info >/dev/null 2>&1 || fail "the Docker engine does not answer; is it running?"

account="${AWS_ACCOUNT:-$(aws sts get-caller-identity --query Account --output text)}" ||
  fail "no AWS credentials; run 'aws configure' or set AWS_PROFILE"
registry="$account.dkr.ecr.$AWS_REGION.amazonaws.com"
image="$registry/$MCP_SERVER_NAME"
version="v$(date -u +%Y%m%d%H%M%S)"

# The password goes through a pipe: on a command line every user of the machine could read it.
aws ecr get-login-password --region "$AWS_REGION" |
  docker login --username AWS --password-stdin "$registry"

docker buildx build --platform linux/arm64 --file Dockerfile-AgentCore-Runtime \
  --tag "$image:latest" --tag "$image:$version" --push .

echo "$image:$version"
