/**
 * The disks of simulated VMs. An image is a function of the VM and of how often its guest has
 * written, so that anybody who has the file can tell whether it is right.
 */
@NullMarked
package io.berth.simulator.image;

import org.jspecify.annotations.NullMarked;
