/**
 * The type {@code aws/elasticache-redis}: Valkey and Redis caches as replication groups of
 * ElastiCache. What is desired comes in; replication groups with their subnet and parameter groups
 * go out.
 *
 * <p>A cache has two children, named after it: a subnet group, made before it of the configured
 * subnets, and a parameter group, made when parameters are asked for. AWS lets go of both only when
 * the replication group is gone, so they are deleted by a later call. That they are to go is a tag
 * on the subnet group, written before anything is deleted: a subnet group with that tag and no
 * cache is a deletion to be finished, one without it is what somebody else's deletion, or half a
 * creation, left behind.
 *
 * <p>Every cache asks for its token and speaks TLS: AWS has no token without TLS. The token is the
 * password of the user {@code default}; the cloud knows no other user.
 *
 * <p>Automat's role needs {@code tag:GetResources} and of {@code elasticache:}
 * CreateReplicationGroup, DescribeReplicationGroups, ModifyReplicationGroup,
 * ModifyReplicationGroupShardConfiguration, IncreaseReplicaCount, DecreaseReplicaCount,
 * DeleteReplicationGroup, DescribeCacheClusters, DescribeEvents, CreateSnapshot for last snapshots;
 * Create, Describe and Delete of CacheSubnetGroup and CacheParameterGroup;
 * ModifyCacheParameterGroup, ResetCacheParameterGroup, DescribeCacheParameters;
 * ListTagsForResource, AddTagsToResource, RemoveTagsFromResource.
 */
@NullMarked
package dev.automat.provisioner.aws.elasticache;

import org.jspecify.annotations.NullMarked;
