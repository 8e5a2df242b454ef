/** What inventory hears from the other services. */
@NullMarked
package io.berth.inventory.messaging;

import org.jspecify.annotations.NullMarked;
