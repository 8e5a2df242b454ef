/** What is common to all events. */
@NullMarked
package io.berth.contracts;

import org.jspecify.annotations.NullMarked;
