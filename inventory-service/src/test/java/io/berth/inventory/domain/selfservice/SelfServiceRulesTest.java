package io.berth.inventory.domain.selfservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SelfServiceRoleId;
import io.berth.contracts.inventory.ResourceQuota;
import io.berth.contracts.inventory.SelfServiceRoleState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfServiceRulesTest {
    /** all → (lab → rack, office). */
    private static final Map<HostGroupId, HostGroupId> PARENTS =
            Map.of(
                    group("lab"),
                    group("all"),
                    group("rack"),
                    group("lab"),
                    group("office"),
                    group("all"));

    @ParameterizedTest
    @CsvSource({
        "all,        all,    true",
        "all,        rack,   true",
        "lab,        lab,    true",
        "lab,        rack,   true",
        "lab,        office, false",
        "lab,        all,    false",
        "rack,       lab,    false",
        "lab office, office, true",
        "lab,        other,  false"
    })
    void aScopeCoversItsGroupsWithAllBelow(String scope, String group, boolean covered) {
        assertThat(
                        RoleScope.covers(
                                List.of(scope.split(" ")).stream().map(HostGroupId::new).toList(),
                                group(group),
                                PARENTS))
                .isEqualTo(covered);
    }

    @Test
    void anEmptyScopeCoversNothingAndARingOfParentsEnds() {
        assertThat(RoleScope.covers(List.of(), group("all"), PARENTS)).isFalse();
        Map<HostGroupId, HostGroupId> ring = new HashMap<>();
        ring.put(group("a"), group("b"));
        ring.put(group("b"), group("a"));
        assertThat(RoleScope.covers(List.of(group("c")), group("a"), ring)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "alice, rack,   alice, true",
                "alice, rack,   bob,   false",
                "alice, rack,   -,     false",
                "alice, office, alice, false",
                "carol, rack,   carol, false"
            })
    void aMemberSeesItsOwnVmsAlone(
            String member, String group, @Nullable String owner, boolean seen) {
        SelfServiceRoleState role =
                new SelfServiceRoleState(
                        new SelfServiceRoleId("r"),
                        "r",
                        List.of(new Principal("alice"), new Principal("bob")),
                        List.of(group("lab")),
                        List.of(),
                        ResourceQuota.UNLIMITED,
                        null,
                        1);
        assertThat(
                        RoleScope.sees(
                                role,
                                new Principal(member),
                                group(group),
                                owner == null ? null : new Principal(owner),
                                PARENTS))
                .isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "0, 0, 0,    1, 2, 512,  -",
                "9, 0, 0,    1, 2, 512,  -",
                "10, 0, 0,   1, 2, 512,  vms 10+1>10 by 1",
                "0, 19, 0,   1, 1, 512,  -",
                "0, 19, 0,   1, 2, 512,  vcpus 19+2>20 by 1",
                "0, 0, 512,  1, 1, 512,  -",
                "0, 0, 513,  1, 1, 512,  memoryMiB 513+512>1024 by 1",
                "10, 20, 1024, 2, 4, 9,  vms 10+2>10 by 2; vcpus 20+4>20 by 4; memoryMiB"
                        + " 1024+9>1024 by 9",
                "15, 30, 2000, 0, -1, 0, -"
            })
    void tellsEveryDimensionThatFallsShort(
            long vms,
            long vcpus,
            long memory,
            long moreVms,
            long moreVcpus,
            long moreMemory,
            @Nullable String shortfalls) {
        List<String> told =
                Shortfall.of(
                                new ResourceQuota(10L, 20L, new MiB(1024)),
                                new Usage(vms, vcpus, memory),
                                new Usage(moreVms, moreVcpus, moreMemory))
                        .stream()
                        .map(Shortfall::values)
                        .map(values ->
                                "%s %s+%s>%s by %s"
                                        .formatted(
                                                values.get("dimension"),
                                                values.get("used"),
                                                values.get("asked"),
                                                values.get("limit"),
                                                values.get("missing")))
                        .toList();
        assertThat(String.join("; ", told)).isEqualTo(shortfalls == null ? "" : shortfalls);
    }

    @Test
    void whatIsNotLimitedNeverFallsShort() {
        assertThat(
                        Shortfall.of(
                                ResourceQuota.UNLIMITED,
                                new Usage(1_000_000, 1_000_000, 1L << 40),
                                new Usage(1, 1, 1)))
                .isEmpty();
    }

    private static HostGroupId group(String id) {
        return new HostGroupId(id);
    }
}
