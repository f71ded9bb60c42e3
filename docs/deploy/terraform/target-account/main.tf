# The role that a retrofitted MCP server assumes in an account: this module in each account.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "server_role_arn" {
  description = "The role that the server runs as, in the server's account."
  type        = string
  validation {
    condition     = can(regex("^arn:(aws|aws-cn|aws-us-gov):iam::\\d{12}:role/", var.server_role_arn))
    error_message = "It must be the ARN of a role."
  }
}

variable "external_id" {
  description = "What the server must bring along; the same for all accounts of an organization."
  type        = string
}

variable "role_name" {
  type    = string
  default = "mcp-tools"
}

variable "managed_policy_arn" {
  description = "What the tools may do in this account; the least that they need."
  type        = string
  default     = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.server_role_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}

resource "aws_iam_role" "tools" {
  name               = var.role_name
  assume_role_policy = data.aws_iam_policy_document.trust.json
  # A server asks for one hour.
  max_session_duration = 3600
}

resource "aws_iam_role_policy_attachment" "tools" {
  role       = aws_iam_role.tools.name
  policy_arn = var.managed_policy_arn
}

output "role_arn" {
  description = "For `mcp-retrofit accounts add`."
  value       = aws_iam_role.tools.arn
}
