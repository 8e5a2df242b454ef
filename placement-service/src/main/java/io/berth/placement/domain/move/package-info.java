/** Running VMs that go to another host, one at a time or until their host is empty. */
@NullMarked
package io.berth.placement.domain.move;

import org.jspecify.annotations.NullMarked;
