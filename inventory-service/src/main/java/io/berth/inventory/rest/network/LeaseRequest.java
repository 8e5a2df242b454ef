package io.berth.inventory.rest.network;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.inventory.app.network.Leases;
import io.berth.inventory.app.network.Leases.PoolRef;
import io.berth.inventory.domain.network.Pool;
import io.berth.inventory.rest.Problems;
import io.berth.inventory.rest.Texts;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.kit.rest.Requests;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An adapter of a VM that an address is asked for. Both kinds of pools answer alike. */
record LeaseRequest(@Nullable String vm, @Nullable String adapter) {
    /** A lease as it is shown. */
    record View(String address, String vm, String adapter, Instant leasedAt, String leasedBy) {
        static View of(Pool pool, io.berth.inventory.domain.network.Lease lease) {
            return new View(
                    pool.text(lease.address()),
                    lease.vm().value(),
                    lease.adapter(),
                    lease.at(),
                    lease.by().value());
        }
    }

    /** 201 with a new lease, 200 with the one that the adapter has. */
    static Response lease(
            Leases leases, PoolRef pool, String path, @Nullable LeaseRequest request) {
        Fields fields = new Fields();
        LeaseRequest read = Requests.body(request);
        var vm = fields.read("vm", read.vm, VmId::new);
        var adapter = Texts.required("adapter", read.adapter, VmAdapter.MAX_NAME, fields);
        fields.check();
        Leases.Leased leased =
                Problems.acceptedOrThrow(leases.lease(pool, vm.get(), adapter.get()));
        View view = View.of(leased.pool(), leased.lease());
        return leased.fresh()
                ? Response.created(URI.create(path + "/" + view.address())).entity(view).build()
                : Response.ok(view).build();
    }

    static Page<View> list(
            Leases leases, PoolRef pool, @Nullable Integer limit, @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        String after = page.after();
        Leases.Listed listed =
                Problems.acceptedOrThrow(
                        leases.list(pool, after == null ? "" : after, page.fetch()));
        return Page.of(
                page,
                listed.leases().stream().map(lease -> View.of(listed.pool(), lease)).toList(),
                View::address);
    }

    static Response release(Leases leases, PoolRef pool, String address) {
        Problems.acceptedOrThrow(leases.release(pool, address));
        return Response.noContent().build();
    }
}
