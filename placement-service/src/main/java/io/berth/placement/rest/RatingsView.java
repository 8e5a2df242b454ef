package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.InputOffset;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.fit.Obstacle;
import io.berth.placement.domain.place.Appraisal;
import io.berth.placement.domain.place.Change;
import io.berth.placement.domain.vm.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all hosts say to a VM: candidates best first, and for every other host all reasons against
 * it and what would have to change.
 *
 * @param candidatesInAll how many there are; {@code candidates} has those asked for
 * @param refusedInAll how many there are; {@code refused} has those asked for
 * @param groups the reasons over all refused hosts, the most frequent first
 * @param cheapestChange of all changes that would let some host take the VM the one that takes the
 *     least; absent when no single change would, or none is needed
 * @param inputs how far what was answered from had been read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RatingsView(
        String policy,
        int candidatesInAll,
        int refusedInAll,
        List<CandidateView> candidates,
        List<RefusedView> refused,
        List<GroupView> groups,
        @Nullable ChangeView cheapestChange,
        List<InputOffset> inputs) {
    /** A host that could take the VM. */
    public record CandidateView(
            HostId host, DomainId domain, double stars, double score, boolean preferredOwner) {}

    /**
     * A host with zero stars.
     *
     * @param change the smallest single change that would let it take the VM; absent when no single
     *     one would
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RefusedView(
            HostId host, DomainId domain, List<Refusal> refusals, @Nullable ChangeView change) {
        /** Takes a copy. */
        public RefusedView {
            refusals = List.copyOf(refusals);
        }
    }

    /** Hosts refused for the same reason. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record GroupView(
            String code, int hosts, @Nullable Long largestLeft, String unit, String text) {}

    /**
     * Something that could be changed.
     *
     * @param kind for programs, such as {@code ask-for-less}
     * @param text for people, with figures
     * @param by how much, in {@code unit}; absent where nothing is counted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChangeView(
            String kind,
            String text,
            @Nullable HostId host,
            @Nullable VmId vm,
            @Nullable Resource resource,
            @Nullable Long by,
            @Nullable String unit) {
        static ChangeView of(Change change) {
            return switch (change) {
                case Change.AskAnew c -> plain("ask-anew", c, null, null);
                case Change.SetAside c -> plain("set-aside", c, null, null);
                case Change.AddOwner c -> plain("add-owner", c, c.host(), null);
                case Change.LeaveSet c -> plain("leave-anti-affinity-set", c, null, c.partner());
                case Change.LeaveAffinitySet c -> plain("leave-affinity-set", c, null, c.vm());
                case Change.StartCold c -> plain("start-cold", c, null, null);
                case Change.AskForLess c ->
                        counted("ask-for-less", c, c.host(), c.resource(), c.by());
                case Change.FewerVcpus c ->
                        new ChangeView(
                                "fewer-vcpus",
                                c.text(),
                                c.host(),
                                null,
                                null,
                                (long) c.by(),
                                "vCPUs");
                case Change.MoveAway c -> plain("move-away", c, c.host(), c.vm());
                case Change.EndMaintenance c -> plain("end-maintenance", c, c.host(), null);
                case Change.EndEvacuation c -> plain("end-evacuation", c, c.host(), null);
                case Change.EndQuarantine c -> plain("end-quarantine", c, c.host(), null);
                case Change.CarryNetworks c -> plain("carry-networks", c, c.host(), null);
                case Change.BringUp c -> plain("bring-up", c, c.host(), null);
                case Change.FreeCapacity c ->
                        counted("free-capacity", c, c.host(), c.resource(), c.by());
            };
        }

        private static ChangeView plain(
                String kind, Change change, @Nullable HostId host, @Nullable VmId vm) {
            return new ChangeView(kind, change.text(), host, vm, null, null, null);
        }

        private static ChangeView counted(
                String kind, Change change, HostId host, Resource resource, long by) {
            return new ChangeView(kind, change.text(), host, null, resource, by, resource.unit());
        }
    }

    /** Takes copies. */
    public RatingsView {
        Require.present("policy", policy);
        candidates = List.copyOf(candidates);
        refused = List.copyOf(refused);
        groups = List.copyOf(groups);
        inputs = List.copyOf(inputs);
    }

    /**
     * @param offset how many candidates, and how many refused hosts, are left out before the first
     * @param limit how many of each are told at most
     */
    static RatingsView of(
            String policy, Appraisal appraisal, List<InputOffset> inputs, int offset, int limit) {
        Change cheapest = appraisal.candidates().isEmpty() ? appraisal.cheapest() : null;
        return new RatingsView(
                policy,
                appraisal.candidates().size(),
                appraisal.refused().size(),
                appraisal.candidates().stream()
                        .skip(offset)
                        .limit(limit)
                        .map(RatingsView::candidate)
                        .toList(),
                appraisal.refused().stream()
                        .skip(offset)
                        .limit(limit)
                        .map(RatingsView::refused)
                        .toList(),
                appraisal.groups().stream().map(RatingsView::group).toList(),
                cheapest == null ? null : ChangeView.of(cheapest),
                inputs);
    }

    private static CandidateView candidate(Appraisal.Candidate one) {
        return new CandidateView(
                one.rating().host(),
                one.domain(),
                one.rating().stars(),
                one.rating().score(),
                one.preferredOwner());
    }

    private static RefusedView refused(Appraisal.Refused one) {
        Change change = one.change();
        return new RefusedView(
                one.host(),
                one.domain(),
                one.obstacles().stream().map(Obstacle::toRefusal).toList(),
                change == null ? null : ChangeView.of(change));
    }

    static GroupView group(Appraisal.Group one) {
        return new GroupView(one.code(), one.hosts(), one.largestLeft(), one.unit(), one.text());
    }
}
