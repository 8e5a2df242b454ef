/** What monitoring tells of the guests of VMs. */
@NullMarked
package io.berth.contracts.guests;

import org.jspecify.annotations.NullMarked;
