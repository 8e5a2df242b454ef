/** Cluster validation over HTTP. */
@NullMarked
package io.berth.inventory.rest.validation;

import org.jspecify.annotations.NullMarked;
