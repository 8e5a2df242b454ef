/** Which host a VM gets, and why no other; what would have to change; many VMs at once. */
@NullMarked
package io.berth.placement.domain.place;

import org.jspecify.annotations.NullMarked;
