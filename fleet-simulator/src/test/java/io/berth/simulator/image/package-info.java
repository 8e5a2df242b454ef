/** Tests of the disks of simulated VMs. */
@NullMarked
package io.berth.simulator.image;

import org.jspecify.annotations.NullMarked;
