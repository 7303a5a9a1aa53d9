/**
 * The provisioner {@code gcp}: databases on Cloud SQL, caches on Memorystore. Its part of the
 * platform configuration comes in; the types go out.
 *
 * <pre>{@code
 * provisioners:
 *   gcp:
 *     accounts:
 *       data-eu:
 *         project: acme-data-prod
 *         impersonate: automat@acme-data-prod.iam.gserviceaccount.com   # absent: what Application
 *                                                                      # Default Credentials find
 *         regions:
 *           europe-west3:
 *             network: projects/acme-net/global/networks/shared
 * }</pre>
 */
@NullMarked
package dev.automat.provisioner.gcp;

import org.jspecify.annotations.NullMarked;
