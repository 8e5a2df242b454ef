/** Update servers, baselines and scans over HTTP. */
@NullMarked
package io.berth.inventory.rest.updates;

import org.jspecify.annotations.NullMarked;
