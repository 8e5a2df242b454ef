package io.berth.inventory.domain.network;

import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.MacPoolState;
import io.berth.inventory.domain.EntityKind;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool that addresses are leased from, whatever their kind: to leases they are numbers. */
public sealed interface Pool {
    /** What kind of pool it is. */
    EntityKind kind();

    /** Its id. */
    String id();

    /** The network whose adapters may lease from it; null where any may. */
    @Nullable LogicalNetworkId network();

    /** All its addresses. */
    Span span();

    /** Those that can be leased, in order. */
    List<Span> leasable();

    /** How an address is written. */
    String text(BigInteger address);

    /**
     * The address that a text names.
     *
     * @throws IllegalArgumentException when it names none
     */
    BigInteger read(String text);

    /** IP addresses. */
    record OfIp(AddressPoolState state) implements Pool {
        @Override
        public EntityKind kind() {
            return EntityKind.ADDRESS_POOL;
        }

        @Override
        public String id() {
            return state.pool().value();
        }

        @Override
        public LogicalNetworkId network() {
            return state.network();
        }

        @Override
        public Span span() {
            return AddressPools.span(state);
        }

        @Override
        public List<Span> leasable() {
            return AddressPools.leasable(state);
        }

        @Override
        public String text(BigInteger address) {
            return AddressPools.text(state, address);
        }

        @Override
        public BigInteger read(String text) {
            return IpAddress.parse(text).value();
        }
    }

    /** MAC addresses. */
    record OfMac(MacPoolState state) implements Pool {
        @Override
        public EntityKind kind() {
            return EntityKind.MAC_POOL;
        }

        @Override
        public String id() {
            return state.pool().value();
        }

        @Override
        public @Nullable LogicalNetworkId network() {
            return null;
        }

        @Override
        public Span span() {
            return MacPools.span(state);
        }

        @Override
        public List<Span> leasable() {
            return List.of(span());
        }

        @Override
        public String text(BigInteger address) {
            return MacAddress.of(address).text();
        }

        @Override
        public BigInteger read(String text) {
            return BigInteger.valueOf(MacAddress.parse(text).value());
        }
    }
}
