package io.berth.simulator.rest;

import io.berth.contracts.ids.HostId;
import io.berth.simulator.faults.Fault;
import io.berth.simulator.faults.FaultInjector;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Faults, one at a time or by a script. */
@Path("/api/v1")
@RolesAllowed(Roles.OPERATOR)
public class FaultResource {
    /** A fault that strikes so long after the script begins. */
    public record ScriptStep(@Nullable Duration after, @Nullable FaultRequest fault) {}

    /** A list of timed faults. */
    public record ScriptRequest(@Nullable List<ScriptStep> steps) {}

    /** How many faults will strike, and when the last of them does, counted from now. */
    public record Scheduled(int faults, Duration endsAfter) {}

    private static final int MAX_STEPS = 1000;
    private static final Duration MAX_AFTER = Duration.ofDays(1);
    private static final String SCRIPT_HINT =
            "Send {\"steps\": [{\"after\": \"PT5S\", \"fault\": {\"kind\": \"crash\", \"hosts\":"
                    + " [\"host-1\"]}}]}.";

    private final FaultInjector injector;

    @Inject
    FaultResource(FaultInjector injector) {
        this.injector = injector;
    }

    /** Strikes now. */
    @POST
    @Path("/faults")
    public Response strike(@Nullable FaultRequest request) {
        if (request == null) {
            throw ProblemException.invalid(
                    "fault-missing",
                    "The request has no body.",
                    "Send {\"kind\": \"crash\", \"hosts\": [\"host-1\"]}.");
        }
        injector.strike(checked(request));
        return Response.accepted().build();
    }

    /** Ends all standing faults and whatever scripts still have to do. */
    @DELETE
    @Path("/faults")
    public void clear() {
        injector.clear();
    }

    /** Strikes by a script, whose time begins now. */
    @POST
    @Path("/scripts")
    public Response run(@Nullable ScriptRequest request) {
        List<ScriptStep> steps = request == null ? null : request.steps();
        if (steps == null || steps.isEmpty() || steps.size() > MAX_STEPS) {
            throw ProblemException.invalid(
                    "steps-missing",
                    "steps has "
                            + (steps == null ? 0 : steps.size())
                            + " entries; 1 to "
                            + MAX_STEPS
                            + " are allowed.",
                    SCRIPT_HINT);
        }
        List<FaultInjector.Timed> script = new ArrayList<>();
        Duration end = Duration.ZERO;
        for (ScriptStep step : steps) {
            FaultInjector.Timed timed = timed(step);
            script.add(timed);
            end = timed.after().compareTo(end) > 0 ? timed.after() : end;
        }
        injector.schedule(script);
        return Response.accepted(new Scheduled(script.size(), end)).build();
    }

    private FaultInjector.Timed timed(ScriptStep step) {
        Duration after = step.after() == null ? Duration.ZERO : step.after();
        FaultRequest fault = step.fault();
        if (fault == null || after.isNegative() || after.compareTo(MAX_AFTER) > 0) {
            throw ProblemException.invalid(
                    "step-invalid",
                    "A step has a fault and strikes after PT0S to "
                            + MAX_AFTER
                            + "; given is "
                            + step
                            + ".",
                    SCRIPT_HINT);
        }
        return new FaultInjector.Timed(after, checked(fault));
    }

    private Fault checked(FaultRequest request) {
        Fault fault = request.fault();
        Set<HostId> unknown = injector.unknown(fault.hosts());
        if (!unknown.isEmpty()) {
            throw ProblemException.missing(
                    "unknown-host",
                    "The fleet has no hosts " + unknown + ".",
                    "GET /api/v1/fleet lists the hosts.");
        }
        return fault;
    }
}
