/**
 * The key vault as other services see it: one client for secrets, and a job that keeps the
 * ciphertexts of a service's own tables under the newest key and counts them.
 */
@NullMarked
package io.berth.kit.vault;

import org.jspecify.annotations.NullMarked;
