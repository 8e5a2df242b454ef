package io.berth.replica.rest;

import static io.berth.kit.security.Roles.ADMINISTRATOR;
import static io.berth.kit.security.Roles.OPERATOR;
import static io.berth.kit.security.Roles.SERVICE;
import static io.berth.kit.security.Roles.VIEWER;

import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.kit.rest.Callers;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Page;
import io.berth.kit.rest.PageRequest;
import io.berth.replica.app.Lookups;
import io.berth.replica.app.ReplicaTests;
import io.berth.replica.domain.Verdict;
import io.berth.replica.domain.test.ReplicaTest;
import io.berth.replica.domain.test.TestDraft;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tests of replicas over HTTP. What is begun goes on by itself and ends by itself. */
@Path("/api/v1/relationships/{id}/tests")
@RunOnVirtualThread
public class TestsResource {
    private final ReplicaTests tests;
    private final Lookups lookups;

    TestsResource(ReplicaTests tests, Lookups lookups) {
        this.tests = tests;
        this.lookups = lookups;
    }

    /**
     * A test that is wished for.
     *
     * @param point the cycle to boot from; the newest when absent
     * @param bootWithin from the order on; five minutes when absent
     * @param keepFor how long it is left running once it has booted; not at all when absent
     */
    record Request(@Nullable Long point, @Nullable String bootWithin, @Nullable String keepFor) {
        TestDraft read() {
            Fields fields = new Fields();
            Supplier<@Nullable CycleNumber> from =
                    fields.optional("point", point, CycleNumber::new);
            Supplier<@Nullable Duration> boot =
                    fields.optionalDuration(
                            "bootWithin",
                            bootWithin,
                            Duration.ofSeconds(1),
                            TestReplica.LONGEST_BOOT);
            Supplier<@Nullable Duration> keep =
                    fields.optionalDuration(
                            "keepFor", keepFor, Duration.ZERO, TestReplica.LONGEST_KEEP);
            fields.check();
            return new TestDraft(
                    from.get(),
                    orElse(boot.get(), TestDraft.BOOT_WITHIN),
                    orElse(keep.get(), Duration.ZERO));
        }

        private static Duration orElse(@Nullable Duration asked, Duration otherwise) {
            return (asked == null ? otherwise : asked).truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * Tries whether the VM boots from a recovery point, beside the real one and without network.
     */
    @POST
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response begin(
            @PathParam("id") String id,
            @Nullable Request request,
            @Context SecurityContext caller) {
        Request asked = request == null ? new Request(null, null, null) : request;
        Verdict<ReplicaTest> verdict =
                tests.begin(Problems.addressed(id), asked.read(), Callers.principal(caller));
        TestView begun = TestView.of(Problems.acceptedOrThrow(verdict));
        return Response.accepted(begun)
                .location(URI.create("/api/v1/relationships/%s/tests/%s".formatted(id, begun.id())))
                .build();
    }

    /** The tests that are kept, newest first. */
    @GET
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public Page<TestView> list(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor);
        RelationshipId relationship = Problems.addressed(id);
        if (lookups.find(relationship).isEmpty()) {
            throw Problems.notFound(id);
        }
        return Page.of(
                page,
                tests.page(relationship, page.afterNumber(Long.MAX_VALUE), page.fetch()).stream()
                        .map(TestView::of)
                        .toList(),
                view -> Long.toString(view.number()));
    }

    /** One test. */
    @GET
    @Path("{test}")
    @RolesAllowed({VIEWER, OPERATOR, ADMINISTRATOR, SERVICE})
    public TestView get(@PathParam("id") String id, @PathParam("test") String test) {
        return tests.find(Problems.addressed(id), test)
                .map(TestView::of)
                .orElseThrow(() -> Problems.noTest(test));
    }

    /** Ends a test; nothing happens to one that is over. */
    @DELETE
    @Path("{test}")
    @RolesAllowed({OPERATOR, ADMINISTRATOR})
    public Response end(@PathParam("id") String id, @PathParam("test") String test) {
        return Response.accepted(
                        TestView.of(
                                Problems.acceptedOrThrow(tests.end(Problems.addressed(id), test))))
                .build();
    }
}
