/** The constants of leases and failure detection, and the inequalities that bind them. */
@NullMarked
package io.berth.contracts.timing;

import org.jspecify.annotations.NullMarked;
