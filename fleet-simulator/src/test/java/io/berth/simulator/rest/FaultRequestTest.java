package io.berth.simulator.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.disks.HotDisk;
import io.berth.simulator.disks.MoveTrouble;
import io.berth.simulator.facts.FactBreakage;
import io.berth.simulator.faults.Fault;
import io.berth.simulator.faults.Garbage;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of fault that may be asked for, and what is wrong with the others. */
class FaultRequestTest {
    private static final Set<HostId> HOSTS = Set.of(new HostId("node-1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crash",
                "power-on",
                "freeze",
                "thaw",
                "partition",
                "cut-broker",
                "cut-peers",
                "heal",
                "deaf",
                "refuse-starts",
                "lose-replicas"
            })
    void faultsWithoutParametersStrikeTheHostsGiven(String kind) {
        Fault fault = request(kind, null, null, null, null).fault();
        assertThat(fault.hosts()).isEqualTo(HOSTS);
        assertThat(fault.getClass().getSimpleName()).isEqualToIgnoringCase(kind.replace("-", ""));
    }

    @Test
    void faultsTakeTheirParameters() {
        assertThat(request("slow", 250L, null, null, null).fault())
                .isEqualTo(new Fault.Slow(HOSTS, Duration.ofMillis(250)));
        assertThat(request("clock-step", -3_600_000L, null, null, null).fault())
                .isEqualTo(new Fault.ClockStep(HOSTS, Duration.ofHours(-1)));
        assertThat(request("flap", null, Duration.ofSeconds(4), null, null).fault())
                .isEqualTo(new Fault.Flap(HOSTS, Duration.ofSeconds(4)));
        assertThat(request("garbage", null, null, "wrong-partition", null).fault())
                .isEqualTo(new Fault.WriteGarbage(HOSTS, Garbage.WRONG_PARTITION, 1));
        assertThat(request("rogue-start", null, null, null, new VmId("vm")).fault())
                .isInstanceOfSatisfying(
                        Fault.RogueStart.class,
                        rogue -> assertThat(rogue.vm().epoch()).isEqualTo(Epoch.NONE));
    }

    @ParameterizedTest
    @EnumSource
    void factsAreBrokenByName(FactBreakage breakage) {
        String name = breakage.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(facts(name).fault()).isEqualTo(new Fault.BreakFacts(HOSTS, breakage));
    }

    @ParameterizedTest
    @EnumSource
    void movesAreTroubledByName(MoveTrouble trouble) {
        String name = trouble.name().toLowerCase(Locale.ROOT).replace('_', '-');
        assertThat(moves(name).fault()).isEqualTo(new Fault.TroubleMoves(HOSTS, trouble));
    }

    @Test
    void aDiskIsHeatedByName() {
        assertThat(hot(new VmId("db"), "data.vhd", 3000L, null).fault())
                .isEqualTo(
                        new Fault.HeatDisk(
                                HOSTS, new HotDisk(new VmId("db"), "data.vhd", 3000, 0)));
        assertProblem(hot(null, "data.vhd", 1L, 1L), "disk-missing");
        assertProblem(hot(new VmId("db"), null, 1L, 1L), "disk-missing");
        assertProblem(hot(new VmId("db"), "data.vhd", -1L, 1L), "iops-out-of-range");
    }

    @Test
    void aLinkIsSlowedWithinTheSpeedsThatThereAre() {
        assertThat(link(1L).fault()).isEqualTo(new Fault.SlowLink(HOSTS, 1));
        assertThat(link(10_000_000L).fault()).isEqualTo(new Fault.SlowLink(HOSTS, 10_000_000));
        assertProblem(link(null), "mbit-out-of-range");
        assertProblem(link(0L), "mbit-out-of-range");
        assertProblem(link(10_000_001L), "mbit-out-of-range");
    }

    private static FaultRequest hot(
            @Nullable VmId vm, @Nullable String disk, @Nullable Long reads, @Nullable Long writes) {
        return new FaultRequest(
                "hot-disk",
                HOSTS,
                null,
                null,
                null,
                null,
                vm,
                null,
                null,
                null,
                disk,
                reads,
                writes,
                null,
                null,
                null,
                null);
    }

    @Test
    void whatIsMissingOrOutOfRangeIsNamed() {
        assertProblem(request("melt", null, null, null, null), "unknown-fault");
        assertProblem(request("slow", null, null, null, null), "ms-out-of-range");
        assertProblem(request("slow", -1L, null, null, null), "ms-out-of-range");
        assertProblem(
                request("flap", null, Duration.ofMillis(99), null, null), "period-out-of-range");
        assertProblem(request("garbage", null, null, "dust", null), "unknown-garbage");
        assertProblem(facts("dust"), "unknown-facts");
        assertProblem(moves("dust"), "unknown-moves");
        assertProblem(request("rogue-start", null, null, null, null), "vm-missing");
        assertProblem(
                new FaultRequest(
                        "crash", Set.of(), null, null, null, null, null, null, null, null, null,
                        null, null, null, null, null, null),
                "hosts-missing");
        assertProblem(
                new FaultRequest(
                        "garbage",
                        HOSTS,
                        null,
                        null,
                        "not-json",
                        1001,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null),
                "count-out-of-range");
    }

    private static void assertProblem(FaultRequest request, String code) {
        assertThatThrownBy(request::fault)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> {
                            assertThat(e.problem().code()).isEqualTo(code);
                            assertThat(e.problem().status()).isEqualTo(400);
                            assertThat(e.problem().hint()).isNotBlank();
                        });
    }

    @Test
    void aVmOutsideOfBerthHasASizeAndMayHaveAGuest() {
        assertThat(unmanaged(4, 8192L, "Windows Server 2008").fault())
                .isInstanceOfSatisfying(
                        Fault.UnmanagedStart.class,
                        start -> {
                            assertThat(start.vm().epoch()).isEqualTo(Epoch.NONE);
                            assertThat(start.vm().spec().vcpus()).isEqualTo(4);
                            assertThat(start.vm().spec().memory().value()).isEqualTo(8192);
                            assertThat(start.vm().spec().highlyAvailable()).isFalse();
                            assertThat(start.guest()).isEqualTo("Windows Server 2008");
                        });
        assertThat(unmanaged(null, null, null).fault())
                .isInstanceOfSatisfying(
                        Fault.UnmanagedStart.class,
                        start -> assertThat(start.vm().spec().memory().value()).isEqualTo(512));
        assertProblem(unmanaged(0, null, null), "size-out-of-range");
        assertProblem(unmanaged(1025, null, null), "size-out-of-range");
        assertProblem(unmanaged(1, 0L, null), "size-out-of-range");
        assertProblem(unmanaged(1, 1L, "g".repeat(65)), "guest-too-long");
        assertProblem(request("unmanaged-start", null, null, null, null), "vm-missing");
        assertProblem(request("unmanaged-stop", null, null, null, null), "vm-missing");
    }

    private static FaultRequest unmanaged(
            @Nullable Integer vcpus, @Nullable Long memoryMiB, @Nullable String guest) {
        return new FaultRequest(
                "unmanaged-start",
                HOSTS,
                null,
                null,
                null,
                null,
                new VmId("legacy"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                vcpus,
                memoryMiB,
                guest);
    }

    private static FaultRequest facts(String name) {
        return new FaultRequest(
                "facts", HOSTS, null, null, null, null, null, null, name, null, null, null, null,
                null, null, null, null);
    }

    private static FaultRequest link(@Nullable Long mbit) {
        return new FaultRequest(
                "slow-link",
                HOSTS,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                mbit,
                null,
                null,
                null);
    }

    private static FaultRequest moves(String name) {
        return new FaultRequest(
                "moves", HOSTS, null, null, null, null, null, null, null, name, null, null, null,
                null, null, null, null);
    }

    private static FaultRequest request(
            String kind,
            @Nullable Long ms,
            @Nullable Duration period,
            @Nullable String garbage,
            @Nullable VmId vm) {
        return new FaultRequest(
                kind, HOSTS, ms, period, garbage, null, vm, null, null, null, null, null, null,
                null, null, null, null);
    }
}
