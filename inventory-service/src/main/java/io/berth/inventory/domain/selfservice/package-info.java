/** Rules of self-service: scopes and quotas. */
@NullMarked
package io.berth.inventory.domain.selfservice;

import org.jspecify.annotations.NullMarked;
