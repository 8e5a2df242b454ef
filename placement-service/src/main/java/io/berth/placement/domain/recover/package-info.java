/**
 * VMs that have lost their host, or never had one: given to another, left waiting, taken up, and
 * started in turn.
 */
@NullMarked
package io.berth.placement.domain.recover;

import org.jspecify.annotations.NullMarked;
