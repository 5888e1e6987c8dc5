// SPDX-License-Identifier: Apache-2.0
/**
 * What AWS's own tools print of tasks and endpoints, brought into the names of the API: the command
 * line, Terraform, CloudFormation and the CDK. Knows JSON only.
 */
package io.dmsconnect.cli.aws;
