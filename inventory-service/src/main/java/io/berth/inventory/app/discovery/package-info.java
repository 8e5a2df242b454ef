/** Noticing what inventory does not know, and taking it up. */
@NullMarked
package io.berth.inventory.app.discovery;

import org.jspecify.annotations.NullMarked;
