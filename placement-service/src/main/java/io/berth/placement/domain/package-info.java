/**
 * The placement core, pure: what is decided about the VMs of one placement domain. It reads no
 * clock, draws no random number and does no I/O.
 */
@NullMarked
package io.berth.placement.domain;

import org.jspecify.annotations.NullMarked;
