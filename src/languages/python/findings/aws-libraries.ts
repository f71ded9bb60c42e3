/** Libraries that sign requests to AWS, by what the dotted names have in common of all that they give. */

export const ofAws =
  /^(?!aws_(?:lambda_powertools|xray_sdk)\b)[^(]*(?:boto|aws|amazon|bedrock|s3)/i;
