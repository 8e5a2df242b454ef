package io.berth.inventory.rest.estate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.berth.contracts.inventory.BmcProtocol;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.LibraryFileKind;
import io.berth.contracts.inventory.LibraryPlatform;
import io.berth.contracts.inventory.Offload;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.inventory.RaidLevel;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.SelfServiceOperation;
import io.berth.contracts.inventory.StorageProtocol;
import io.berth.contracts.inventory.UpdateServerRole;
import io.berth.contracts.inventory.UpdateSeverity;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.domain.estate.EstateSection;
import io.berth.inventory.rest.ClusterRequest;
import io.berth.inventory.rest.HardwareBody;
import io.berth.inventory.rest.HostGroupRequest;
import io.berth.inventory.rest.HostRequest;
import io.berth.inventory.rest.HypervisorBody;
import io.berth.inventory.rest.ReserveRequest;
import io.berth.inventory.rest.SpecificationBody;
import io.berth.inventory.rest.StandaloneHostRequest;
import io.berth.inventory.rest.VmRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema says what is read: no field less, no field more. */
class EstateSchemaTest {
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final JsonNode TEXT = text();
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TEXT);

    private static JsonNode text() {
        try (InputStream in = EstateSchemaTest.class.getResourceAsStream(EstateResource.SCHEMA)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void itHasTheListsThatAreRead() {
        Set<String> lists = names(TEXT.path("properties"));
        lists.remove("format");
        assertThat(lists)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(EstateSection.values()).map(EstateSection::field).toList());
        assertThat(TEXT.at("/properties/format/const").textValue())
                .isEqualTo(EstateDocument.FORMAT);
    }

    @Test
    void itHasTheFieldsThatAreRead() {
        fields("managementGroup", ElementReading.ManagementGroupRequest.class);
        fields("hostGroup", HostGroupRequest.class);
        fields("reserve", ReserveRequest.class);
        fields("host", HostRequest.class, "maintenance");
        fields("standaloneHost", StandaloneHostRequest.class, "maintenance");
        fields("cluster", ClusterRequest.class);
        fields("vm", VmRequest.class);
        fields("hypervisor", HypervisorBody.class);
        fields("hardware", HardwareBody.class);
        fields("hardware/properties/processor", HardwareBody.ProcessorBody.class);
        fields("hardware/properties/adapters/items", HardwareBody.AdapterBody.class);
        fields("hardware/properties/switches/items", HardwareBody.SwitchBody.class);
        fields("hardware/properties/bmc", HardwareBody.BmcBody.class);
        fields("vm/properties/disks/items", SpecificationBody.DiskBody.class);
        fields("vm/properties/adapters/items", SpecificationBody.AdapterBody.class);
        fields("vm/properties/guest", SpecificationBody.GuestBody.class);
    }

    /** The requests of these are their resources' own, so they are named as texts. */
    @ParameterizedTest
    @CsvSource({
        "logicalNetwork, network.LogicalNetworkRequest",
        "logicalNetwork/properties/sites/items, network.LogicalNetworkRequest$SiteRequest",
        "addressPool, network.AddressPoolRequest",
        "macPool, network.MacPoolRequest",
        "storageArray, storage.ArrayRequest",
        "storageArray/properties/attachments/items, storage.ArrayRequest$AttachmentBody",
        "diskGroup, storage.DiskGroupsResource$Request",
        "lun, storage.LunsResource$Request",
        "csv, storage.CsvsResource$Request",
        "libraryServer, library.LibraryServerRequest",
        "libraryShare, library.LibraryShareRequest",
        "libraryShare/properties/files/items, library.LibraryShareRequest$FileBody",
        "template, library.TemplateRequest",
        "template/properties/hardware, library.HardwareBody",
        "template/properties/hardware/properties/guest, library.HardwareBody$GuestBody",
        "template/properties/hardware/properties/adapters/items,"
                + " library.HardwareBody$AdapterBody",
        "template/properties/disks/items, library.TemplateRequest$DiskBody",
        "template/properties/customisation, library.TemplateRequest$CustomisationBody",
        "runAsAccount, library.RunAsAccountRequest",
        "quota, selfservice.SelfServiceRoleRequest$QuotaBody",
        "selfServiceRole, selfservice.SelfServiceRoleRequest",
        "updateServer, updates.UpdateServerRequest",
        "updateServer/properties/managerNodes/items, updates.UpdateServerRequest$NodeBody",
        "updateBaseline, updates.UpdateBaselineRequest",
        "updateBaseline/properties/updates/items, updates.UpdateBaselineRequest$UpdateBody",
        "updateBaseline/properties/exemptions/items, updates.UpdateBaselineRequest$ExemptionBody"
    })
    void itHasTheFieldsOfEntries(String definition, String request)
            throws ReflectiveOperationException {
        fields(
                definition,
                Class.forName("io.berth.inventory.rest." + request).asSubclass(Record.class));
    }

    @Test
    void itBoundsTheSectionsThatAreBounded() {
        for (EstateSection section : EstateSection.values()) {
            JsonNode most = TEXT.at("/properties/" + section.field() + "/maxItems");
            assertThat(most.isInt() ? OptionalInt.of(most.intValue()) : OptionalInt.empty())
                    .as(section.field())
                    .isEqualTo(section.maxEntries());
        }
    }

    @Test
    void itHasEveryConstant() {
        constants(
                "storageArray/properties/attachments/items/properties/protocol",
                StorageProtocol.values());
        constants("lun/properties/raidLevel", RaidLevel.values());
        constants("libraryServer/properties/platform", LibraryPlatform.values());
        constants("libraryShare/properties/files/items/properties/kind", LibraryFileKind.values());
        constants("selfServiceRole/properties/operations/items", SelfServiceOperation.values());
        constants("updateServer/properties/role", UpdateServerRole.values());
        constants(
                "updateBaseline/properties/updates/items/properties/severity",
                UpdateSeverity.values());
        constants(
                "template/properties/hardware/properties/restartPriority",
                RestartPriority.values());
        constants(
                "template/properties/hardware/properties/guest/properties/architecture",
                GuestArchitecture.values());
        constants("hypervisor/properties/kind", HypervisorKind.values());
        constants("hardware/properties/processor/properties/vendor", ProcessorVendor.values());
        constants("hardware/properties/bmc/properties/protocol", BmcProtocol.values());
        constants("hardware/properties/adapters/items/properties/offloads/items", Offload.values());
        constants("vm/properties/disks/items/properties/format", DiskFormat.values());
        constants("vm/properties/restartPriority", RestartPriority.values());
        constants("vm/properties/wanted", WantedPower.values());
        constants("vm/properties/guest/properties/architecture", GuestArchitecture.values());
    }

    private static void constants(String definition, Enum<?>[] constants) {
        Set<String> texts = new HashSet<>();
        TEXT.at("/$defs/" + definition + "/enum")
                .forEach(constant -> {
                    if (constant.isTextual()) {
                        texts.add(constant.textValue());
                    }
                });
        assertThat(texts)
                .as(definition)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(constants).map(Enum::name).toList());
    }

    private static void fields(String definition, Class<? extends Record> read, String... more) {
        Set<String> expected = new HashSet<>(List.of(more));
        for (RecordComponent component : read.getRecordComponents()) {
            expected.add(component.getName());
        }
        assertThat(names(TEXT.at("/$defs/" + definition + "/properties")))
                .as(definition)
                .isEqualTo(expected);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void itAcceptsTheExamplesOfTheDocumentation(int number) throws IOException {
        String markdown = Files.readString(Path.of("docs", "estate.md"));
        String example = markdown.split("```yaml\n", -1)[number].split("```", 2)[0];
        assertThat(SCHEMA.validate(YAML.readTree(example))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vms: [{id: a, vcpus: 1, memoryMiB: 1}]",
                "vms: [{id: a, cluster: c, group: g, vcpus: 1, memoryMiB: 1}]",
                "vms: [{id: a, cluster: c, vcpus: 0, memoryMiB: 1}]",
                "vms: [{id: ' a', cluster: c, vcpus: 1, memoryMiB: 1}]",
                "hosts: [{id: a, group: g, site: s, cores: 4097, memoryMiB: 1}]",
                "hostGroups: [{id: a}]",
                "clusters: [{id: a, group: g, site: s, nodeFailureReserve: 0, hosts: []}]",
                "managementGroups: [{name: ''}]",
                "servers: []",
                "luns: [{id: a, diskGroup: g, raidLevel: RAID_7, sizeMiB: 1}]",
                "runAsAccounts: [{id: a, user: u, password: secret}]",
                "format: berth-estate-2"
            })
    void itRefusesWhatAnImportRefuses(String file) throws IOException {
        assertThat(SCHEMA.validate(YAML.readTree(file))).isNotEmpty();
    }
}
