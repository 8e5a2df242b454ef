/** What members of self-service roles hold. */
@NullMarked
package io.berth.inventory.store.selfservice;

import org.jspecify.annotations.NullMarked;
