/**
 * What a host's agent moves the disks of VMs with: changed blocks are found, sent to another host
 * and kept there as recovery points. A library without Kafka, without a framework and without an
 * opinion on when a cycle runs; that is replica-service's.
 */
@NullMarked
package io.berth.mover;

import org.jspecify.annotations.NullMarked;
