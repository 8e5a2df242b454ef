/** Where a VM runs: requests, decisions and assignments. */
@NullMarked
package io.berth.contracts.placement;

import org.jspecify.annotations.NullMarked;
