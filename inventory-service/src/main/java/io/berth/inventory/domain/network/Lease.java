package io.berth.inventory.domain.network;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import java.math.BigInteger;
import java.time.Instant;

/**
 * An address that an adapter of a VM has.
 *
 * @param address as a number
 * @param adapter by its name in the VM
 * @param by who asked for it
 */
public record Lease(BigInteger address, VmId vm, String adapter, Instant at, Principal by) {}
