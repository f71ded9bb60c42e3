/** The services that the servers of awslabs/mcp make boto3 clients of, with those that such servers name besides. */

export const services = `
accessanalyzer account acm amp apigateway application-signals appsync athena backup
bcm-pricing-calculator bedrock bedrock-agent bedrock-agent-runtime bedrock-agentcore
bedrock-agentcore-control bedrock-runtime billing billingconductor budgets ce cloudcontrol
cloudformation cloudfront cloudtrail cloudwatch codebuild codeconnections cognito-idp comprehend
compute-optimizer compute-optimizer-automation cost-optimization-hub dsql dynamodb ec2 ecr ecs efs
eks elasticache elb elbv2 emr emr-serverless freetier geo-places geo-routes glue guardduty
healthlake iam inspector2 invoicing iotsitewise iottwinmaker kendra lambda logs macie2
medical-imaging neptune-graph neptunedata network-firewall networkmanager omics pricing qbusiness
rds rds-data redshift redshift-data redshift-serverless resource-explorer-2 route53 rum s3 s3tables
sagemaker savingsplans scheduler schemas secretsmanager securityagent securityhub ssm ssm-sap
sso-oidc stepfunctions sts support synthetics timestream-influxdb translate xray
`
  .trim()
  .split(/\s+/);
