/** The use cases: load, decide, save and put events into the outbox, in one transaction. */
@NullMarked
package io.berth.placement.app;

import org.jspecify.annotations.NullMarked;
