/** Discovered hosts and VMs over HTTP. */
@NullMarked
package io.berth.inventory.rest.discovery;

import org.jspecify.annotations.NullMarked;
