package io.berth.inventory.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.StorageProtocol;
import io.berth.inventory.domain.Advice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which advice is given when, at its boundaries and with its figures. */
class StorageAdviserTest {
    private static final ClusterId CLUSTER = new ClusterId("a");
    private static final ArrayId ARRAY = new ArrayId("san");
    private static final HostId ONE = new HostId("node-1");
    private static final HostId TWO = new HostId("node-2");
    private static final CsvId FIRST = new CsvId("csv-1");
    private static final CsvId SECOND = new CsvId("csv-2");

    private long limit = 1000;
    private List<HostId> attached = List.of(ONE, TWO);
    private String product = "Windows Server 2008 R2";
    private final List<CsvState> csvs = new ArrayList<>();
    private final List<PlacedDisk> disks = new ArrayList<>();

    private void csv(CsvId id, @Nullable Long iops, @Nullable String backup) {
        csvs.add(
                new CsvState(
                        id,
                        new LunId("lun-" + id),
                        ARRAY,
                        CLUSTER,
                        new MiB(10_240),
                        iops,
                        backup,
                        1));
    }

    private void disk(String vm, String name, CsvId csv, long iops) {
        disk(vm, name, csv, iops, null, null, null);
    }

    private void disk(
            String vm,
            String name,
            CsvId csv,
            long iops,
            @Nullable String backup,
            @Nullable String dr,
            @Nullable String set) {
        disks.add(
                new PlacedDisk(
                        new VmId(vm), name, new MiB(1000), iops, csv, true, backup, dr, set));
    }

    private List<Advice> advice() {
        StorageArrayState array =
                new StorageArrayState(
                        ARRAY,
                        new SiteId("north"),
                        "m",
                        null,
                        2,
                        limit,
                        "plain",
                        ReservationFormula.PLAIN,
                        attached.stream()
                                .map(host -> new ArrayAttachment(host, StorageProtocol.ISCSI, 2))
                                .toList(),
                        1);
        List<HostState> hosts =
                List.of(ONE, TWO).stream()
                        .map(id ->
                                new HostState(
                                        id,
                                        new DomainId("a"),
                                        CLUSTER,
                                        new HostGroupId("g"),
                                        new SiteId("north"),
                                        16,
                                        new MiB(65_536),
                                        HostReserve.NONE,
                                        false,
                                        new Hypervisor(
                                                HypervisorKind.HYPER_V,
                                                product,
                                                null,
                                                "Enterprise",
                                                null,
                                                1L,
                                                null,
                                                false),
                                        null,
                                        null,
                                        1))
                        .toList();
        return StorageAdviser.advise(
                new ClusterState(
                        CLUSTER,
                        new HostGroupId("g"),
                        new SiteId("north"),
                        List.of(ONE, TWO),
                        0,
                        1),
                hosts,
                csvs,
                disks,
                Map.of(ARRAY, array),
                Map.of(ARRAY, ArrayUse.of(array, Map.of(ONE, CLUSTER, TWO, CLUSTER), csvs)));
    }

    private List<String> codes() {
        return advice().stream().map(Advice::code).toList();
    }

    private String text(String code) {
        return advice().stream()
                .filter(advice -> advice.code().equals(code))
                .findFirst()
                .orElseThrow()
                .text();
    }

    @Test
    void oneVmOnItsVolumeNeedsNoAdvice() {
        csv(FIRST, null, null);
        disk("db", "system.vhd", FIRST, 10);
        disk("db", "data.vhd", FIRST, 10);
        assertThat(advice()).isEmpty();
    }

    @Test
    void severalVmsOnOneVolumeAreToldWhatAFurtherOneTakes() {
        csv(FIRST, null, null);
        disk("db", "system.vhd", FIRST, 0);
        disk("web", "system.vhd", FIRST, 0);
        assertThat(codes()).containsExactly("one-vm-per-csv");
        // 2 hosts × (2 connections × 2 modules) = 8 of 1000 a CSV; 8 are taken.
        assertThat(text("one-vm-per-csv"))
                .contains("2 VMs (db, web)")
                .contains("each further CSV takes 8 persistent reservations of array san")
                .contains("room for 124");
    }

    @Test
    void withoutCsvsALunForEachVmIsAdvisedInstead() {
        product = "Windows Server 2008";
        csv(FIRST, null, null);
        disk("db", "system.vhd", FIRST, 0);
        disk("web", "system.vhd", FIRST, 0);
        assertThat(codes()).containsExactly("one-lun-per-vm");
        assertThat(text("one-lun-per-vm")).contains("node-1, node-2");
    }

    @ParameterizedTest
    @CsvSource({"1000, 400, 399, false", "1000, 400, 400, true", "0, 400, 400, false"})
    void theVhdsOfOneVmAreSpreadFromEightyPercentOn(
            long given, long one, long other, boolean advised) {
        csv(FIRST, given, null);
        disk("db", "system.vhd", FIRST, one);
        disk("db", "data.vhd", FIRST, other);
        assertThat(codes().contains("spread-vhds")).isEqualTo(advised);
    }

    @Test
    void aBusyVmWithOneDiskHasNothingToSpread() {
        csv(FIRST, 100L, null);
        disk("db", "system.vhd", FIRST, 100);
        assertThat(advice()).isEmpty();
    }

    @Test
    void vhdsOnSeveralVolumesNameTheirBackupPolicies() {
        csv(FIRST, null, "gold");
        csv(SECOND, null, null);
        disk("db", "system.vhd", FIRST, 0, "gold", null, null);
        disk("db", "data.vhd", SECOND, 0, "gold", null, null);
        assertThat(codes()).containsExactly("vhds-on-several-csvs");
        assertThat(text("vhds-on-several-csvs")).contains("gold, none");
    }

    @ParameterizedTest
    @CsvSource({
        // 2 CSVs take 16: told from 80 % of the limit on.
        "21, false",
        "20, true",
        "16, true"
    })
    void tooManyCsvsAreToldFromEightyPercentOn(long most, boolean advised) {
        limit = most;
        csv(FIRST, null, null);
        csv(SECOND, null, null);
        disk("db", "system.vhd", FIRST, 0);
        disk("web", "system.vhd", SECOND, 0);
        assertThat(codes().contains("too-many-csvs")).isEqualTo(advised);
    }

    @Test
    void anEmptyVolumeIsToldWithItsPrice() {
        csv(FIRST, null, null);
        assertThat(codes()).containsExactly("empty-csv");
        assertThat(text("empty-csv")).contains("takes 8 persistent reservations");
    }

    @Test
    void mixedPoliciesAreToldApart() {
        csv(FIRST, null, "gold");
        disk("db", "system.vhd", FIRST, 0, "silver", "near", null);
        disk("db", "data.vhd", FIRST, 0, "silver", "near", null);
        assertThat(codes()).containsExactly("mixed-backup-policies");
        assertThat(text("mixed-backup-policies")).contains("gold, silver");
        disk("web", "system.vhd", FIRST, 0, "gold", null, null);
        assertThat(codes())
                .containsExactly("one-vm-per-csv", "mixed-backup-policies", "mixed-dr-policies");
        assertThat(text("mixed-dr-policies")).contains("near, none");
    }

    @Test
    void vmsThatMustLieApartAreToldWhereTheyShareAVolume() {
        csv(FIRST, null, null);
        disk("db-1", "system.vhd", FIRST, 0, null, null, "db");
        disk("db-1", "data.vhd", FIRST, 0, null, null, "db");
        assertThat(codes()).isEmpty();
        disk("db-2", "system.vhd", FIRST, 0, null, null, "db");
        assertThat(codes()).contains("anti-affine-on-one-csv");
        assertThat(text("anti-affine-on-one-csv")).contains("db-1, db-2");
    }

    @Test
    void aNodeThatCannotReachAVolumeIsNamed() {
        attached = List.of(ONE);
        csv(FIRST, null, null);
        disk("db", "system.vhd", FIRST, 0);
        assertThat(codes()).containsExactly("host-not-attached");
        assertThat(text("host-not-attached")).contains("node-2 of cluster a is not attached");
    }
}
