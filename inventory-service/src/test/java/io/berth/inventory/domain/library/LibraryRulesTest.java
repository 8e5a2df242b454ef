package io.berth.inventory.domain.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.LibraryServerId;
import io.berth.contracts.ids.LibraryShareId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.TemplateId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.GuestCustomisation;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.LibraryFile;
import io.berth.contracts.inventory.LibraryFileKind;
import io.berth.contracts.inventory.LibraryPlatform;
import io.berth.contracts.inventory.LibraryServerState;
import io.berth.contracts.inventory.LibraryShareState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.TemplateDisk;
import io.berth.contracts.inventory.TemplateState;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.library.Templates.Wanted;
import io.berth.inventory.domain.support.LibraryShareRules;
import io.berth.inventory.rulebook.Rulebook;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryRulesTest {
    private static final LibraryShareId SHARE = new LibraryShareId("images");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "FAILOVER_CLUSTER,       Windows Server 2008,    Enterprise, true,  A failover",
                "FAILOVER_CLUSTER,       Windows Server 2008,    datacenter, true,  A failover",
                "FAILOVER_CLUSTER,       Windows Server 2008,    Standard,   false, not listed",
                "FAILOVER_CLUSTER,       Windows Server 2008,    -,          false, not listed",
                "FAILOVER_CLUSTER,       Windows Server 2003,    Enterprise, false, not recognised",
                "FAILOVER_CLUSTER,       Windows Server 2003 R2, Datacenter, false, not recognised",
                "FAILOVER_CLUSTER,       Ubuntu 24.04,           -,          false, not listed",
                "STAND_ALONE,            Windows Server 2008,    Enterprise, false, one machine",
                "NETWORK_LOAD_BALANCING, Windows Server 2008,    Enterprise, false, load balancing"
            })
    void aShareIsHighlyAvailableOnAListedClusterAlone(
            LibraryPlatform platform,
            String system,
            @Nullable String edition,
            boolean available,
            String reason) {
        ShareAvailability judged =
                ShareAvailability.of(
                        new LibraryServerState(
                                new LibraryServerId("s"), "s", "s", system, edition, platform, 1),
                        Rulebook.load(Optional.empty()).read(LibraryShareRules.class));

        assertThat(judged.highlyAvailable()).isEqualTo(available);
        assertThat(judged.reason()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "web-##,  1,   web-01",
        "web-##,  99,  web-99",
        "#,       0,   0",
        "w####x,  12,  w0012x",
        "web,     7,   web"
    })
    void aPatternMakesNames(String pattern, int number, String name) {
        assertThat(NamePattern.expand(pattern, number)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"web-##, 100, 100 has more than 2 digits", "a#b#, 1, more than one run"})
    void aPatternHasOneRunThatIsLongEnough(String pattern, int number, String reason) {
        assertThatThrownBy(() -> NamePattern.expand(pattern, number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "web-##,            -,                  web-01",
                "-,                 -,                  vm-1",
                "web_##,            -,                  /ids/0 invalid-computer-name",
                "-web##,            -,                  /ids/0 invalid-computer-name",
                "##,                -,                  /ids/0 invalid-computer-name",
                "abcdefghijklm##,   Windows Server,     abcdefghijklm01",
                "abcdefghijklmn##,  Windows Server,     /ids/0 invalid-computer-name",
                "abcdefghijklmn##,  RHEL 6.0,           abcdefghijklmn01"
            })
    void aComputerHasANameThatFits(
            @Nullable String pattern, @Nullable String guest, String expected) {
        TemplateState template =
                template(
                        guest,
                        List.of(),
                        new GuestCustomisation(pattern, null, null, null, false, false));

        assertThat(
                        told(
                                Templates.computerNames(
                                        template, List.of(new Wanted(new VmId("vm-1"), 1)))))
                .isEqualTo(expected);
    }

    @Test
    void twoComputersHaveTwoNames() {
        assertThat(
                        told(
                                Templates.computerNames(
                                        template(
                                                null,
                                                List.of(),
                                                new GuestCustomisation(
                                                        "web", null, null, null, false, false)),
                                        List.of(
                                                new Wanted(new VmId("a"), 1),
                                                new Wanted(new VmId("b"), 2)))))
                .isEqualTo("/ids/1 computer-named-twice");
    }

    @Test
    void tellsAllThatIsWrongWithATemplate() {
        assertThat(
                        codes(
                                Templates.refusals(
                                        template(
                                                null,
                                                List.of(
                                                        new TemplateDisk("d", SHARE, "rhel.vhd"),
                                                        new TemplateDisk("d", SHARE, "rhel.iso"),
                                                        new TemplateDisk(
                                                                "e",
                                                                new LibraryShareId("no"),
                                                                "rhel.vhd")),
                                                new GuestCustomisation(
                                                        "a#b#",
                                                        "Mars/Base",
                                                        "d",
                                                        "w",
                                                        false,
                                                        false)),
                                        shares())))
                .containsExactly(
                        "/disks/1/name disk-named-twice",
                        "/disks/1/file no-such-vhd",
                        "/disks/2/share unknown-library-share",
                        "/customisation/workgroup domain-and-workgroup",
                        "/customisation/timeZone unknown-time-zone",
                        "/customisation/computerName invalid-name-pattern");
    }

    @Test
    void aVmOfATemplateHasTheDisksOfTheLibrary() {
        VmSpec spec =
                Templates.spec(
                        template(
                                "RHEL 6.0",
                                List.of(new TemplateDisk("system", SHARE, "rhel.vhd")),
                                null),
                        shares());

        assertThat(details(spec).disks())
                .extracting(VmDisk::name, VmDisk::size)
                .containsExactly(tuple("system", new MiB(8192)));
        assertThat(details(spec).guest()).isEqualTo(new GuestSystem("RHEL 6.0", null, null));
    }

    @Test
    void aCopyHasNoAddressOfItsOriginal() {
        VmSpec original =
                new VmSpec(
                        1,
                        100,
                        new MiB(512),
                        false,
                        RestartPriority.LOW,
                        null,
                        new VmDetails(
                                null,
                                List.of(),
                                null,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                List.of(
                                        new VmAdapter(
                                                "nic",
                                                new LogicalNetworkId("n"),
                                                "02:00:00:00:00:01")),
                                false,
                                null,
                                null));

        assertThat(details(Templates.copy(original)).adapters())
                .containsExactly(new VmAdapter("nic", new LogicalNetworkId("n"), null));
    }

    private static VmDetails details(VmSpec spec) {
        return Objects.requireNonNull(spec.details());
    }

    private static Map<LibraryShareId, LibraryShareState> shares() {
        return Map.of(
                SHARE,
                new LibraryShareState(
                        SHARE,
                        new LibraryServerId("s"),
                        "p",
                        false,
                        "",
                        List.of(
                                new LibraryFile("rhel.vhd", LibraryFileKind.VHD, new MiB(8192)),
                                new LibraryFile("rhel.iso", LibraryFileKind.ISO, new MiB(3500))),
                        1));
    }

    private static TemplateState template(
            @Nullable String guest,
            List<TemplateDisk> disks,
            @Nullable GuestCustomisation customisation) {
        return new TemplateState(
                new TemplateId("t"),
                "t",
                new VmSpec(
                        1,
                        100,
                        new MiB(512),
                        false,
                        RestartPriority.LOW,
                        null,
                        guest == null
                                ? null
                                : new VmDetails(
                                        null,
                                        List.of(),
                                        null,
                                        null,
                                        new GuestSystem(guest, null, null),
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        false,
                                        null,
                                        null)),
                disks,
                customisation,
                1);
    }

    private static String told(Verdict<Map<VmId, String>> verdict) {
        return switch (verdict) {
            case Verdict.Accepted<Map<VmId, String>>(var names) -> String.join(" ", names.values());
            case Verdict.Refused<Map<VmId, String>>(var refusals) ->
                    String.join(" ", codes(refusals));
        };
    }

    private static List<String> codes(List<Located> refusals) {
        return refusals.stream()
                .map(located -> located.pointer() + " " + located.refusal().wording().code())
                .toList();
    }
}
