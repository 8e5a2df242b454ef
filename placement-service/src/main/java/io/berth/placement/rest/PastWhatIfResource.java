package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.placement.RefusedHost;
import io.berth.kit.rest.Fields;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import io.berth.kit.security.Roles;
import io.berth.placement.app.WhatIfOverThePast;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.replay.Divergence;
import io.berth.placement.domain.replay.PolicyChange;
import io.berth.placement.domain.replay.Spells;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What placement would have decided in a past period under another policy. */
@Path("/api/v1/decisions/what-if")
@RunOnVirtualThread
public class PastWhatIfResource {
    private static final int DEFAULT_NAMED = 100;
    private static final int MAX_NAMED = 1000;
    private static final int MAX_RESERVES = 1000;
    private static final int MAX_RESERVE = 63;
    private static final int BUSY = 429;

    private final WhatIfOverThePast past;
    private final InstantSource clock;

    @Inject
    public PastWhatIfResource(WhatIfOverThePast past, InstantSource clock) {
        this.past = past;
        this.clock = clock;
    }

    /**
     * A question.
     *
     * @param since a moment, or how long ago as in {@code -PT24H}
     * @param until likewise; now when absent
     * @param domain the only one that is asked about
     * @param reserve the R of all clusters that are not in {@code reserves}
     * @param reserves R by cluster
     * @param group the only group whose hosts are rated otherwise
     * @param goal {@code LOAD_BALANCE} or {@code CONSOLIDATE}
     * @param limit how many decisions that differ are named, 0 to 1000; 100 when absent
     */
    public record Question(
            @Nullable String since,
            @Nullable String until,
            @Nullable String domain,
            @Nullable Integer reserve,
            @Nullable Map<String, @Nullable Integer> reserves,
            @Nullable String group,
            @Nullable String goal,
            @Nullable Weights weights,
            @Nullable Integer limit) {}

    /** What counts how much in a rating, 0 to 100; as it was where absent. */
    public record Weights(
            @Nullable Double memory,
            @Nullable Double cpu,
            @Nullable Double iops,
            @Nullable Double network) {
        private static final Weights AS_THEY_WERE = new Weights(null, null, null, null);
    }

    /**
     * The answer.
     *
     * @param since from when on decisions were compared: later than asked when {@code limited}
     * @param limited whether the period holds more than are compared at most
     * @param same decisions after which every VM goes where it went
     * @param notReproduced compared ones that this program makes otherwise under the policy of
     *     then, too
     * @param inputGone those that could not be made again
     * @param decisions the first that differ, in order of domain and time
     * @param digest SHA-256 over all that came out
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record View(
            Instant since,
            Instant until,
            boolean limited,
            long compared,
            long same,
            long differing,
            long notReproduced,
            Gone inputGone,
            List<DifferingView> decisions,
            List<ClusterView> clusters,
            String digest) {
        static View of(WhatIfOverThePast.Answer answer) {
            return new View(
                    answer.since(),
                    answer.until(),
                    answer.limited(),
                    answer.compared(),
                    answer.compared() - answer.differing(),
                    answer.differing(),
                    answer.notReproduced(),
                    new Gone(answer.gone(), answer.goneIds()),
                    answer.named().stream().map(DifferingView::of).toList(),
                    answer.clusters().stream().map(ClusterView::of).toList(),
                    answer.digest());
        }
    }

    /** Decisions of which the input is no longer kept, and the first of them. */
    public record Gone(long count, List<Long> decisions) {}

    /** A decision that would have been another one, and on which VMs. */
    public record DifferingView(
            long decision, Instant madeAt, DomainId domain, String from, List<VmView> vms) {
        static DifferingView of(WhatIfOverThePast.Differing differing) {
            return new DifferingView(
                    differing.decision(),
                    differing.madeAt(),
                    differing.domain(),
                    DecisionsResource.text(differing.from()),
                    differing.vms().stream().map(VmView::of).toList());
        }
    }

    /**
     * Where a VM went and where it would have gone.
     *
     * @param then without host where none took it; absent where nothing was decided about it
     * @param otherwise likewise
     * @param newRefusals what hosts would have had against it beyond what they had
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record VmView(
            String vm,
            @Nullable DestinationView then,
            @Nullable DestinationView otherwise,
            List<RefusedHost> newRefusals) {
        static VmView of(Divergence one) {
            return new VmView(
                    one.vm().value(),
                    DestinationView.of(one.then()),
                    DestinationView.of(one.otherwise()),
                    one.newRefusals());
        }
    }

    /** One destination; without host where none took the VM. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DestinationView(String cause, @Nullable String host, @Nullable Double stars) {
        static @Nullable DestinationView of(Divergence.@Nullable Destination one) {
            return one == null
                    ? null
                    : new DestinationView(
                            one.why(), one.host() == null ? null : one.host().value(), one.stars());
        }
    }

    /**
     * A cluster under the other reserve.
     *
     * @param reserve R that it was judged with
     * @param reserveTooLarge whether the other R is not below its number of nodes (error 13803), so
     *     that it was judged with its own
     * @param overCommittedFor all spells together, as in {@code PT25M}
     * @param spells how often
     * @param times the first 1000 of them; one without end lasts beyond the period
     */
    public record ClusterView(
            ClusterId cluster,
            int reserve,
            boolean reserveTooLarge,
            String overCommittedFor,
            int spells,
            List<Spells.Spell> times) {
        static ClusterView of(WhatIfOverThePast.Cluster cluster) {
            return new ClusterView(
                    cluster.cluster(),
                    cluster.reserve(),
                    !cluster.judged(),
                    cluster.spells().total().toString(),
                    cluster.spells().count(),
                    cluster.spells().spells());
        }
    }

    /** Answers; changes nothing. */
    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.ADMINISTRATOR})
    public View ask(@Nullable Question question) {
        Question body = Requests.body(question);
        Instant now = clock.instant();
        Fields fields = new Fields();
        Supplier<Instant> since = fields.read("since", body.since(), text -> moment(now, text));
        Supplier<@Nullable Instant> until =
                fields.optional("until", body.until(), text -> moment(now, text));
        Supplier<@Nullable DomainId> domain =
                fields.optional("domain", body.domain(), DomainId::new);
        Supplier<@Nullable HostGroupId> group =
                fields.optional("group", body.group(), HostGroupId::new);
        Supplier<@Nullable Goal> goal =
                fields.optional("goal", body.goal(), PastWhatIfResource::goal);
        Supplier<@Nullable Integer> reserve =
                fields.optionalRange("reserve", body.reserve(), 0, MAX_RESERVE);
        Supplier<@Nullable Map<ClusterId, Integer>> reserves =
                fields.optional("reserves", body.reserves(), PastWhatIfResource::reserves);
        Supplier<@Nullable Integer> limit =
                fields.optionalRange("limit", body.limit(), 0, MAX_NAMED);
        fields.check();
        Map<ClusterId, Integer> single = reserves.get();
        Weights weights = body.weights() == null ? Weights.AS_THEY_WERE : body.weights();
        Supplier<PolicyChange> change =
                fields.read(
                        "",
                        weights,
                        w ->
                                checked(
                                        new PolicyChange(
                                                reserve.get(),
                                                single == null ? Map.of() : single,
                                                group.get(),
                                                goal.get(),
                                                w.memory(),
                                                w.cpu(),
                                                w.iops(),
                                                w.network())));
        Instant end = until.get();
        Instant last = end == null ? now : end;
        if (!since.get().isBefore(last)) {
            fields.fault("since", "since is %s; it must be before %s".formatted(since.get(), last));
        }
        fields.check();
        Integer named = limit.get();
        return past.ask(
                        new WhatIfOverThePast.Question(
                                since.get(),
                                last,
                                domain.get(),
                                change.get(),
                                named == null ? DEFAULT_NAMED : named))
                .map(View::of)
                .orElseThrow(PastWhatIfResource::busy);
    }

    private static PolicyChange checked(PolicyChange change) {
        change.rating(
                change.group() == null ? new HostGroupId("any") : change.group(),
                io.berth.placement.domain.policy.GroupPolicy.DEFAULT);
        return change;
    }

    private static Instant moment(Instant now, String text) {
        try {
            return text.startsWith("-P") || text.startsWith("P")
                    ? now.plus(Duration.parse(text))
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    text
                            + " is neither a moment such as 2026-11-22T10:00:00Z nor a time ago"
                            + " such as -PT24H",
                    e);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(text + " is out of range", e);
        }
    }

    private static Goal goal(String text) {
        try {
            return Goal.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    text + " is none of " + Arrays.toString(Goal.values()), e);
        }
    }

    private static Map<ClusterId, Integer> reserves(Map<String, @Nullable Integer> texts) {
        if (texts.size() > MAX_RESERVES) {
            throw new IllegalArgumentException(
                    "reserves has %d entries; at most %d are allowed"
                            .formatted(texts.size(), MAX_RESERVES));
        }
        Map<ClusterId, Integer> reserves = new TreeMap<>();
        texts.forEach((cluster, reserve) -> {
            if (reserve == null || reserve < 0 || reserve > MAX_RESERVE) {
                throw new IllegalArgumentException(
                        "reserve of %s is %s; allowed is 0 to %d"
                                .formatted(cluster, reserve, MAX_RESERVE));
            }
            reserves.put(new ClusterId(cluster), reserve);
        });
        return reserves;
    }

    private static ProblemException busy() {
        return new ProblemException(
                Problem.of(
                                BUSY,
                                "what-if-busy",
                                "Another such question is being answered",
                                "This instance answers one question about the past at a time")
                        .withHint("Ask again in a while, or ask another instance"));
    }
}
