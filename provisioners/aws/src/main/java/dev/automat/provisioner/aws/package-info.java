/**
 * The provisioner {@code aws}: databases on RDS, caches on ElastiCache and queues on SQS. Its part
 * of the platform configuration comes in; the types go out.
 *
 * <pre>{@code
 * provisioners:
 *   aws:
 *     accounts:
 *       prod-eu:
 *         id: "123456789012"     # AWS must confirm it before anything is done
 *         role:                  # absent: what the default credential chain finds
 *           arn: arn:aws:iam::123456789012:role/automat
 *           externalId: ...
 *         regions:
 *           eu-central-1:
 *             subnetIds: [subnet-..., subnet-...]
 *             securityGroupIds: [sg-...]
 * }</pre>
 */
@NullMarked
package dev.automat.provisioner.aws;

import org.jspecify.annotations.NullMarked;
