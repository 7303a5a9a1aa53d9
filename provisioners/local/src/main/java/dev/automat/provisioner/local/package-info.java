/**
 * The provisioner {@code local}: real databases, queues and caches on the machine that Automat runs
 * on, with nothing to install but a Redis, which only caches need. Its part of the platform
 * configuration comes in; the types {@code local/postgres}, {@code local/sqs-queue} and {@code
 * local/redis} go out.
 *
 * <pre>{@code
 * provisioners:
 *   local:
 *     postgres:                  # absent: an embedded PostgreSQL 18, on 127.0.0.1
 *       url: postgresql://db.example:5432/postgres
 *       username: automat        # a superuser, or CREATEDB and CREATEROLE
 *       passwordFile: /run/secrets/automat-postgres      # or password
 *     queues:
 *       port: 9325               # absent or 0: chosen once and kept
 *     redis:                     # absent: redis-server or valkey-server of this machine
 *       url: redis://cache.example:6379
 *       username: automat        # may do everything
 *       passwordFile: /run/secrets/automat-redis         # or password
 * }</pre>
 *
 * <p>For the embedded PostgreSQL {@code postgres.port} may be set instead of a URL. It listens on
 * 127.0.0.1 only, checks every password, keeps its data below the data directory and flushes what
 * it acknowledges. All servers start at the first use and stop with Automat; applications then lose
 * them, and find them at the same ports when Automat is back. After {@code kill -9} of Automat
 * PostgreSQL and Redis go on and are found again.
 *
 * <p>What the queue server does not check is said in {@link dev.automat.provisioner.local.queue}.
 * The account and region of a placement are names only: there is one server of each sort.
 */
@NullMarked
package dev.automat.provisioner.local;

import org.jspecify.annotations.NullMarked;
