# What a retrofitted MCP server needs in its own account: a repository for its image, and the role that it runs as.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "server_name" {
  description = "MCP_SERVER_NAME of build_and_push_<name>.sh, which is the repository's name, too."
  type        = string
}

variable "runs_on" {
  description = "Where it runs: agentcore, or eks, which means Pod Identity."
  type        = string
  default     = "agentcore"
  validation {
    condition     = contains(["agentcore", "eks"], var.runs_on)
    error_message = "It must be agentcore or eks."
  }
}

variable "role_name" {
  type    = string
  default = "mcp-server"
}

variable "tools_role_name" {
  description = "role_name of target-account, in every account."
  type        = string
  default     = "mcp-tools"
}

variable "database_secret_arn" {
  description = "The secret that RDS_SECRET_NAME names; null where there is none."
  type        = string
  default     = null
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  on_agentcore = var.runs_on == "agentcore"
  logs         = "arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:log-group"
}

resource "aws_ecr_repository" "server" {
  name = var.server_name
  image_scanning_configuration {
    scan_on_push = true
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = local.on_agentcore ? ["sts:AssumeRole"] : ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "Service"
      identifiers = [local.on_agentcore ? "bedrock-agentcore.amazonaws.com" : "pods.eks.amazonaws.com"]
    }
    dynamic "condition" {
      for_each = local.on_agentcore ? [data.aws_caller_identity.current.account_id] : []
      content {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "server" {
  name               = var.role_name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "accounts" {
  statement {
    sid       = "EnterAccounts"
    actions   = ["sts:AssumeRole"]
    resources = ["arn:${data.aws_partition.current.partition}:iam::*:role/${var.tools_role_name}"]
  }
  dynamic "statement" {
    for_each = var.database_secret_arn == null ? [] : [var.database_secret_arn]
    content {
      sid       = "ReadDatabaseLogin"
      actions   = ["secretsmanager:GetSecretValue"]
      resources = [statement.value]
    }
  }
}

resource "aws_iam_role_policy" "accounts" {
  name   = "accounts"
  role   = aws_iam_role.server.id
  policy = data.aws_iam_policy_document.accounts.json
}

# What a runtime of AgentCore needs besides; on EKS the nodes pull images and carry logs away.
data "aws_iam_policy_document" "runtime" {
  statement {
    actions   = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
    resources = [aws_ecr_repository.server.arn]
  }
  statement {
    actions = [
      "ecr:GetAuthorizationToken",
      "xray:PutTraceSegments",
      "xray:PutTelemetryRecords",
      "xray:GetSamplingRules",
      "xray:GetSamplingTargets",
    ]
    resources = ["*"]
  }
  statement {
    actions = [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]
    resources = ["${local.logs}:/aws/bedrock-agentcore/runtimes/*"]
  }
  statement {
    actions   = ["logs:DescribeLogGroups"]
    resources = ["${local.logs}:*"]
  }
  statement {
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = ["bedrock-agentcore"]
    }
  }
}

resource "aws_iam_role_policy" "runtime" {
  count  = local.on_agentcore ? 1 : 0
  name   = "runtime"
  role   = aws_iam_role.server.id
  policy = data.aws_iam_policy_document.runtime.json
}

output "repository_url" {
  value = aws_ecr_repository.server.repository_url
}

output "role_arn" {
  description = "server_role_arn of target-account, and the runtime's role."
  value       = aws_iam_role.server.arn
}
