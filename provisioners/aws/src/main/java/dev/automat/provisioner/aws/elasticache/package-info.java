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
 * <p>Every cache speaks TLS and lets in the users of a user group of its own, which is made before
 * it; there is no token that all share. Group and users are named after the uid, and go after the
 * cache and before its subnet group.
 *
 * <p>Automat's role needs {@code tag:GetResources} and of {@code elasticache:}
 * CreateReplicationGroup, DescribeReplicationGroups, ModifyReplicationGroup,
 * ModifyReplicationGroupShardConfiguration, IncreaseReplicaCount, DecreaseReplicaCount,
 * DeleteReplicationGroup; Create, Modify, Delete and Describe of users and user groups;
 * DescribeCacheClusters, DescribeEvents, CreateSnapshot for last snapshots; Create, Describe and
 * Delete of CacheSubnetGroup and CacheParameterGroup; ModifyCacheParameterGroup,
 * ResetCacheParameterGroup, DescribeCacheParameters; ListTagsForResource, AddTagsToResource,
 * RemoveTagsFromResource.
 */
@NullMarked
package dev.automat.provisioner.aws.elasticache;

import org.jspecify.annotations.NullMarked;
