/** What agents report and inventory does not know. */
@NullMarked
package io.berth.inventory.domain.discovery;

import org.jspecify.annotations.NullMarked;
